package dev.redline.listener.signal;

import dev.redline.listener.signal.Signal.ExecutorLost;
import dev.redline.listener.signal.Signal.ExecutorRemoved;
import dev.redline.listener.signal.Signal.MemoryAssessed;
import dev.redline.listener.signal.Signal.TaskEnded;
import org.jspecify.annotations.Nullable;

/** Signals as tests need them, with everything that does not matter left at nothing. */
public final class Facts {
  private static final long GIBIBYTE = 1L << 30;

  /** Executors of 4 GiB heap and 1 GiB beyond it. */
  public static final ExecutorSize SIZE = new ExecutorSize(4 * GIBIBYTE, GIBIBYTE);

  private Facts() {}

  public static ExecutorRemoved removed(long atMs, String executorId, String reason) {
    return new ExecutorRemoved(atMs, executorId, reason);
  }

  public static ExecutorLost lost(long atMs, String executorId, LossCause cause) {
    Loss loss = new Loss(executorId, atMs, cause, cause.isCounted(), "rule", "gone");
    return new ExecutorLost(atMs, loss);
  }

  /** An attempt of a task of the first attempt of stage 1. */
  public static TaskEnded task(long atMs, int partition, String executorId, TaskOutcome outcome) {
    return task(atMs, new TaskRef(1, 0, partition), executorId, outcome);
  }

  public static TaskEnded task(long atMs, TaskRef task, String executorId, TaskOutcome outcome) {
    return new TaskEnded(atMs, task, executorId, atMs, outcome, TaskWork.NONE);
  }

  /** A task of an attempt of a stage that could not fetch from an executor. */
  public static TaskEnded fetchFailed(long atMs, int stageId, int attempt, String fetchedFrom) {
    TaskRef task = new TaskRef(stageId, attempt, 0);
    return new TaskEnded(
        atMs, task, "9", atMs, TaskOutcome.FETCH_FAILED, fetchedFrom, TaskWork.NONE);
  }

  /** A successful task that wrote to shuffle. */
  public static TaskEnded wrote(long atMs, TaskRef task, long bytes, TaskOutcome outcome) {
    TaskWork work = new TaskWork(0, 0, bytes, 0, 0, 0, 0);
    return new TaskEnded(atMs, task, "1", atMs, outcome, work);
  }

  /** A successful task that was on a core up to its end. */
  public static TaskEnded ran(long atMs, long runTimeMs) {
    TaskWork work = new TaskWork(runTimeMs, 0, 0, 0, 0, 0, 0);
    return new TaskEnded(
        atMs, new TaskRef(1, 0, 0), "1", atMs - runTimeMs, TaskOutcome.SUCCEEDED, work);
  }

  public static MemoryAssessed memory(
      long atMs, String executorId, @Nullable Double liveHeap, @Nullable Double overhead) {
    return new MemoryAssessed(atMs, executorId, new Memory(liveHeap, overhead, null, null));
  }
}
