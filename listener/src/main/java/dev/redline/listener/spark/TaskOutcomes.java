package dev.redline.listener.spark;

import dev.redline.listener.signal.TaskOutcome;
import java.util.Set;
import org.apache.spark.ExceptionFailure;
import org.apache.spark.ExecutorLostFailure;
import org.apache.spark.FetchFailed;
import org.apache.spark.Resubmitted$;
import org.apache.spark.Success$;
import org.apache.spark.TaskEndReason;
import org.apache.spark.TaskKilled;
import org.jspecify.annotations.Nullable;

/** Reads how a task ended out of Spark's reason (TaskEndReason.scala, the same in 3.3 to 4.1). */
final class TaskOutcomes {
  /** The second is Spark's own subclass, thrown where its memory manager has no more to give. */
  private static final Set<String> OUT_OF_MEMORY =
      Set.of("java.lang.OutOfMemoryError", "org.apache.spark.memory.SparkOutOfMemoryError");

  private TaskOutcomes() {}

  static TaskOutcome of(@Nullable TaskEndReason reason) {
    if (reason instanceof Success$) {
      return TaskOutcome.SUCCEEDED;
    } else if (reason instanceof ExecutorLostFailure) {
      return TaskOutcome.EXECUTOR_LOST;
    } else if (reason instanceof FetchFailed) {
      return TaskOutcome.FETCH_FAILED;
    } else if (reason instanceof TaskKilled || reason instanceof Resubmitted$) {
      return TaskOutcome.KILLED;
    } else if (reason instanceof ExceptionFailure failure && isOutOfMemory(failure)) {
      return TaskOutcome.OUT_OF_MEMORY;
    }
    return TaskOutcome.FAILED;
  }

  /** Out of memory is often wrapped, so the stack trace with its causes is looked at too. */
  private static boolean isOutOfMemory(ExceptionFailure failure) {
    String name = failure.className();
    String trace = failure.fullStackTrace();
    return OUT_OF_MEMORY.stream()
        .anyMatch(
            error ->
                error.equals(name) || (trace != null && trace.contains("Caused by: " + error)));
  }
}
