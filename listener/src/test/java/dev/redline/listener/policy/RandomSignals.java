package dev.redline.listener.policy;

import dev.redline.listener.signal.Facts;
import dev.redline.listener.signal.LossCause;
import dev.redline.listener.signal.Memory;
import dev.redline.listener.signal.Signal;
import dev.redline.listener.signal.Signal.ExecutorRemoved;
import dev.redline.listener.signal.Signal.FleetChanged;
import dev.redline.listener.signal.Signal.JobStarted;
import dev.redline.listener.signal.Signal.MemoryAssessed;
import dev.redline.listener.signal.Signal.StageCompleted;
import dev.redline.listener.signal.Signal.StageSubmitted;
import dev.redline.listener.signal.Signal.StagesRetired;
import dev.redline.listener.signal.Signal.TaskEnded;
import dev.redline.listener.signal.Signal.UtilizationMeasured;
import dev.redline.listener.signal.TaskOutcome;
import dev.redline.listener.signal.TaskRef;
import dev.redline.listener.signal.TaskWork;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Runs that nobody would write: any signal may follow any other, but time never goes back. Stages
 * come and go for ever, as in a long session; executors are few.
 */
final class RandomSignals {
  static final int EXECUTORS = 20;
  static final int STAGES = 5;
  static final int PARTITIONS = 8;

  private final Random random;
  private long atMs;
  private int eldest;

  RandomSignals(long seed) {
    this.random = new Random(seed);
  }

  /** As many signals as are asked for, always the same for a seed. */
  static List<Signal> of(long seed, int count) {
    RandomSignals source = new RandomSignals(seed);
    List<Signal> signals = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      signals.add(source.next());
    }
    return signals;
  }

  Signal next() {
    atMs += random.nextInt(2_000);
    return switch (random.nextInt(10)) {
      case 0 -> Facts.lost(atMs, executor(), pick(LossCause.values()));
      case 1 -> {
        int executors = random.nextInt(EXECUTORS);
        yield new FleetChanged(atMs, executors, 4 * executors);
      }
      case 2 -> new StageSubmitted(atMs, stage(), random.nextInt(3), "stage");
      case 3 ->
          random.nextInt(8) == 0
              ? new StagesRetired(atMs, Set.of(eldest++))
              : new StageCompleted(atMs, stage(), random.nextInt(3), random.nextInt(3) != 0);
      case 4 ->
          new MemoryAssessed(
              atMs, executor(), new Memory(random.nextDouble(), null, null, random.nextDouble()));
      case 5 -> new JobStarted(atMs, random.nextInt(100));
      case 6 -> new UtilizationMeasured(atMs, random.nextDouble(), random.nextDouble(), 0, false);
      case 7 -> new ExecutorRemoved(atMs, executor(), "gone");
      default -> task();
    };
  }

  private Signal task() {
    TaskRef task = new TaskRef(stage(), random.nextInt(3), random.nextInt(PARTITIONS));
    TaskWork work = new TaskWork(random.nextInt(1_000), 0, random.nextInt(1 << 20), 0, 0, 0, 0);
    TaskOutcome outcome = pick(TaskOutcome.values());
    String from = outcome == TaskOutcome.FETCH_FAILED && random.nextBoolean() ? executor() : "";
    return new TaskEnded(atMs, task, executor(), atMs - 1_000, outcome, from, work);
  }

  private int stage() {
    return eldest + random.nextInt(STAGES);
  }

  private String executor() {
    return Integer.toString(random.nextInt(EXECUTORS));
  }

  private <T> T pick(T[] values) {
    return values[random.nextInt(values.length)];
  }
}
