package dev.redline.listener.engine;

import dev.redline.listener.signal.Signal.ExecutorAdded;
import dev.redline.listener.signal.Signal.ExecutorRemoved;
import dev.redline.listener.signal.Signal.FleetChanged;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The executors alive, each once however often its coming or going is announced. Not thread-safe;
 * memory grows with the executors alive.
 */
final class Fleet {
  private final Map<String, Integer> coresById = new HashMap<>();
  private int cores;

  Optional<FleetChanged> add(ExecutorAdded added) {
    Integer before = coresById.put(added.executorId(), added.cores());
    cores += added.cores() - (before == null ? 0 : before);
    return Optional.of(changed(added.atMs()));
  }

  Optional<FleetChanged> remove(ExecutorRemoved removed) {
    Integer before = coresById.remove(removed.executorId());
    if (before == null) {
      return Optional.empty();
    }
    cores -= before;
    return Optional.of(changed(removed.atMs()));
  }

  private FleetChanged changed(long atMs) {
    return new FleetChanged(atMs, coresById.size(), cores);
  }
}
