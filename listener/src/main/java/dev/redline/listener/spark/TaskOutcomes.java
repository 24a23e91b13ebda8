package dev.redline.listener.spark;

import dev.redline.listener.signal.TaskOutcome;
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
    } else if (reason instanceof ExceptionFailure failure
        && TaskOutcome.isOutOfMemory(failure.className(), failure.fullStackTrace())) {
      return TaskOutcome.OUT_OF_MEMORY;
    }
    return TaskOutcome.FAILED;
  }

  /** The executor that the task could not fetch from; empty where Spark does not name one. */
  static String fetchedFrom(@Nullable TaskEndReason reason) {
    if (reason instanceof FetchFailed failed && failed.bmAddress() != null) {
      String executorId = failed.bmAddress().executorId();
      return executorId == null ? "" : executorId;
    }
    return "";
  }
}
