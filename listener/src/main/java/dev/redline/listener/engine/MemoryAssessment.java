package dev.redline.listener.engine;

import dev.redline.listener.signal.ExecutorSize;
import dev.redline.listener.signal.Memory;
import dev.redline.listener.signal.Signal.MemoryAssessed;
import dev.redline.listener.signal.Signal.MemoryMeasured;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns what heartbeats measure into shares of what executors were granted.
 *
 * <p>A heap fills with garbage before each collection, so its use says little; the lowest use over
 * the last heartbeats is what collections could not free. It is told once that many heartbeats were
 * seen. Not thread-safe; memory grows with the executors alive.
 */
final class MemoryAssessment {
  private final ExecutorSize size;
  private final int heartbeats;
  private final Map<String, Heap> heaps = new HashMap<>();

  MemoryAssessment(ExecutorSize size, int heartbeats) {
    this.size = size;
    this.heartbeats = Math.max(1, heartbeats);
  }

  /** The heap use of one executor in its last heartbeats. */
  private final class Heap {
    private final long[] recent = new long[heartbeats];
    private int seen;

    @Nullable Double liveRatio(long usedBytes) {
      recent[seen % heartbeats] = usedBytes;
      seen = seen + 1 == 2 * heartbeats ? heartbeats : seen + 1;
      if (seen < heartbeats) {
        return null;
      }
      long lowest = Long.MAX_VALUE;
      for (long used : recent) {
        lowest = Math.min(lowest, used);
      }
      return (double) lowest / size.heapBytes();
    }
  }

  MemoryAssessed assess(MemoryMeasured measured) {
    Double liveHeap =
        measured.heapUsedBytes() == 0
            ? null
            : heaps
                .computeIfAbsent(measured.executorId(), id -> new Heap())
                .liveRatio(measured.heapUsedBytes());
    Memory memory = size.assess(measured.heapUsedBytes(), measured.residentBytes());
    return new MemoryAssessed(
        measured.atMs(), measured.executorId(), memory.max(new Memory(liveHeap, null, null, null)));
  }

  void forget(String executorId) {
    heaps.remove(executorId);
  }
}
