package dev.redline.listener.spark;

import static dev.redline.listener.spark.Events.none;
import static org.assertj.core.api.Assertions.assertThat;

import dev.redline.listener.signal.TaskOutcome;
import org.apache.spark.ExceptionFailure;
import org.apache.spark.ExecutorLostFailure;
import org.apache.spark.FetchFailed;
import org.apache.spark.Resubmitted$;
import org.apache.spark.Success$;
import org.apache.spark.TaskKilled;
import org.apache.spark.TaskResultLost$;
import org.apache.spark.UnknownReason$;
import org.apache.spark.memory.SparkOutOfMemoryError;
import org.junit.jupiter.api.Test;
import scala.Option;

class TaskOutcomesTest {

  private static TaskOutcome thrown(Throwable failure) {
    return TaskOutcomes.of(new ExceptionFailure(failure, none()));
  }

  @Test
  void readsEveryReason() {
    assertThat(TaskOutcomes.of(Success$.MODULE$)).isEqualTo(TaskOutcome.SUCCEEDED);
    assertThat(TaskOutcomes.of(new ExecutorLostFailure("1", true, Option.empty())))
        .isEqualTo(TaskOutcome.EXECUTOR_LOST);
    assertThat(TaskOutcomes.of(new FetchFailed(null, 0, 0, 0, 0, "gone")))
        .isEqualTo(TaskOutcome.FETCH_FAILED);
    assertThat(TaskOutcomes.of(new TaskKilled("another attempt succeeded", none(), none(), none())))
        .isEqualTo(TaskOutcome.KILLED);
    assertThat(TaskOutcomes.of(Resubmitted$.MODULE$)).isEqualTo(TaskOutcome.KILLED);
    assertThat(TaskOutcomes.of(TaskResultLost$.MODULE$)).isEqualTo(TaskOutcome.FAILED);
    assertThat(TaskOutcomes.of(UnknownReason$.MODULE$)).isEqualTo(TaskOutcome.FAILED);
    assertThat(TaskOutcomes.of(null)).isEqualTo(TaskOutcome.FAILED);
  }

  @Test
  void readsOutOfMemoryThroughItsWrapping() {
    OutOfMemoryError heap = new OutOfMemoryError("Java heap space");
    assertThat(thrown(heap)).isEqualTo(TaskOutcome.OUT_OF_MEMORY);
    assertThat(thrown(new RuntimeException("in a function", new IllegalStateException(heap))))
        .isEqualTo(TaskOutcome.OUT_OF_MEMORY);
    assertThat(thrown(new SparkOutOfMemoryError("Unable to acquire 65536 bytes of memory")))
        .isEqualTo(TaskOutcome.OUT_OF_MEMORY);
    assertThat(thrown(new RuntimeException(new SparkOutOfMemoryError("no memory"))))
        .isEqualTo(TaskOutcome.OUT_OF_MEMORY);
  }

  @Test
  void aUsersExceptionIsNoOutOfMemory() {
    assertThat(thrown(new IllegalStateException("java.lang.OutOfMemoryError was seen elsewhere")))
        .isEqualTo(TaskOutcome.FAILED);
  }

  @Test
  void aFailureWithoutItsTextIsAFailure() {
    assertThat(
            TaskOutcomes.of(
                new ExceptionFailure(
                    null, null, null, null, Option.empty(), none(), none(), none())))
        .isEqualTo(TaskOutcome.FAILED);
  }
}
