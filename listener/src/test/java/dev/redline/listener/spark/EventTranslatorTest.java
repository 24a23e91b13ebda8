package dev.redline.listener.spark;

import static dev.redline.listener.spark.Events.at;
import static dev.redline.listener.spark.Events.heartbeat;
import static dev.redline.listener.spark.Events.metrics;
import static dev.redline.listener.spark.Events.stage;
import static dev.redline.listener.spark.Events.taskEnd;
import static dev.redline.listener.spark.Events.taskInfo;
import static org.assertj.core.api.Assertions.assertThat;

import dev.redline.listener.signal.Signal.ExecutorAdded;
import dev.redline.listener.signal.Signal.ExecutorExcluded;
import dev.redline.listener.signal.Signal.ExecutorRemoved;
import dev.redline.listener.signal.Signal.JobEnded;
import dev.redline.listener.signal.Signal.JobStarted;
import dev.redline.listener.signal.Signal.MemoryMeasured;
import dev.redline.listener.signal.Signal.RunEnded;
import dev.redline.listener.signal.Signal.RunStarted;
import dev.redline.listener.signal.Signal.SqlExecutionEnded;
import dev.redline.listener.signal.Signal.SqlExecutionStarted;
import dev.redline.listener.signal.Signal.StageCompleted;
import dev.redline.listener.signal.Signal.StageSubmitted;
import dev.redline.listener.signal.Signal.TaskEnded;
import dev.redline.listener.signal.Signal.TaskStarted;
import dev.redline.listener.signal.TaskOutcome;
import dev.redline.listener.signal.TaskRef;
import dev.redline.listener.signal.TaskWork;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.spark.FetchFailed;
import org.apache.spark.Success$;
import org.apache.spark.executor.TaskMetrics;
import org.apache.spark.scheduler.JobFailed;
import org.apache.spark.scheduler.JobSucceeded$;
import org.apache.spark.scheduler.SparkListenerApplicationEnd;
import org.apache.spark.scheduler.SparkListenerApplicationStart;
import org.apache.spark.scheduler.SparkListenerEvent;
import org.apache.spark.scheduler.SparkListenerExecutorAdded;
import org.apache.spark.scheduler.SparkListenerExecutorExcluded;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerStageCompleted;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.apache.spark.scheduler.StageInfo;
import org.apache.spark.scheduler.cluster.ExecutorInfo;
import org.apache.spark.sql.execution.ui.SparkListenerSQLExecutionEnd;
import org.apache.spark.storage.BlockManagerId;
import org.apache.spark.util.JsonProtocol;
import org.junit.jupiter.api.Test;
import scala.Option;

class EventTranslatorTest {
  private static final long NOW = 5_000;

  private final EventTranslator translator = new EventTranslator(() -> NOW);

  @Test
  void readsTheApplication() {
    assertThat(
            translator.of(
                new SparkListenerApplicationStart(
                    "load", Option.apply("app-1"), 9, "me", Option.empty(), null, null)))
        .isEqualTo(new RunStarted(9, "app-1", "load"));
    assertThat(
            translator.of(new SparkListenerApplicationStart(null, null, 9, null, null, null, null)))
        .isEqualTo(new RunStarted(9, "", ""));
    assertThat(
            translator.of(
                new SparkListenerApplicationStart(
                    "load", Option.empty(), 9, "me", Option.empty(), null, null)))
        .isEqualTo(new RunStarted(9, "", "load"));
    assertThat(translator.of(new SparkListenerApplicationEnd(10))).isEqualTo(new RunEnded(10));
  }

  @Test
  void readsJobs() {
    assertThat(translator.of(new SparkListenerJobStart(3, 9, Events.none(), null)))
        .isEqualTo(new JobStarted(9, 3));
    assertThat(translator.of(new SparkListenerJobStart(3, 9, Events.of(stage("sort")), null)))
        .isEqualTo(new JobStarted(9, 3, List.of(7)));
    assertThat(translator.of(new SparkListenerJobEnd(3, 9, JobSucceeded$.MODULE$)))
        .isEqualTo(new JobEnded(9, 3, true));
    assertThat(translator.of(new SparkListenerJobEnd(3, 9, new JobFailed(new Exception("no")))))
        .isEqualTo(new JobEnded(9, 3, false));
    assertThat(translator.of(new SparkListenerJobEnd(3, 9, null)))
        .isEqualTo(new JobEnded(9, 3, false));
  }

  @Test
  void readsStages() {
    StageInfo stage = stage("sort");
    stage.submissionTime_$eq(at(20));
    assertThat(translator.of(new SparkListenerStageSubmitted(stage, null)))
        .isEqualTo(new StageSubmitted(20, 7, 1, "sort"));
    Properties properties = new Properties();
    assertThat(translator.of(new SparkListenerStageSubmitted(stage, properties)))
        .isEqualTo(new StageSubmitted(20, 7, 1, "sort"));
    properties.setProperty("spark.sql.execution.id", "12");
    assertThat(translator.of(new SparkListenerStageSubmitted(stage, properties)))
        .isEqualTo(new StageSubmitted(20, 7, 1, "sort", 12));
    properties.setProperty("spark.sql.execution.id", "twelve");
    assertThat(translator.of(new SparkListenerStageSubmitted(stage, properties)))
        .isEqualTo(new StageSubmitted(20, 7, 1, "sort"));
    stage.completionTime_$eq(at(30));
    assertThat(translator.of(new SparkListenerStageCompleted(stage)))
        .isEqualTo(new StageCompleted(30, 7, 1, false));
    stage.failureReason_$eq(Option.apply("Job 0 cancelled"));
    assertThat(translator.of(new SparkListenerStageCompleted(stage)))
        .isEqualTo(new StageCompleted(30, 7, 1, true));
  }

  @Test
  void readsStagesOfWhichLittleIsKnown() {
    assertThat(translator.of(new SparkListenerStageSubmitted(null, null))).isNull();
    assertThat(translator.of(new SparkListenerStageCompleted(null))).isNull();
    StageInfo stage = stage(null);
    stage.submissionTime_$eq(null);
    stage.failureReason_$eq(null);
    assertThat(translator.of(new SparkListenerStageSubmitted(stage, null)))
        .isEqualTo(new StageSubmitted(NOW, 7, 1, ""));
    assertThat(translator.of(new SparkListenerStageCompleted(stage)))
        .isEqualTo(new StageCompleted(NOW, 7, 1, false));
  }

  @Test
  void readsExecutors() {
    ExecutorInfo info = new ExecutorInfo("host", 4, null);
    assertThat(translator.of(new SparkListenerExecutorAdded(9, "1", info)))
        .isEqualTo(new ExecutorAdded(9, "1", 4));
    assertThat(translator.of(new SparkListenerExecutorAdded(9, null, null)))
        .isEqualTo(new ExecutorAdded(9, "", 0));
    assertThat(translator.of(new SparkListenerExecutorRemoved(9, "1", "worker lost")))
        .isEqualTo(new ExecutorRemoved(9, "1", "worker lost"));
    assertThat(translator.of(new SparkListenerExecutorRemoved(9, null, null)))
        .isEqualTo(new ExecutorRemoved(9, "", ""));
    assertThat(translator.of(new SparkListenerExecutorExcluded(9, "1", 2)))
        .isEqualTo(new ExecutorExcluded(9, "1"));
    assertThat(translator.of(new SparkListenerExecutorExcluded(9, null, 2)))
        .isEqualTo(new ExecutorExcluded(9, ""));
  }

  @Test
  void readsHeartbeats() {
    assertThat(
            translator.of(
                heartbeat(
                    "1",
                    metrics(Map.of("JVMHeapMemory", 500L)),
                    metrics(
                        Map.of(
                            "JVMHeapMemory", 300L,
                            "ProcessTreeJVMRSSMemory", 1_000L,
                            "ProcessTreePythonRSSMemory", 200L,
                            "ProcessTreeOtherRSSMemory", 30L)))))
        .isEqualTo(new MemoryMeasured(NOW, "1", 500, 1_230));
  }

  @Test
  void readsNothingFromHeartbeatsThatMeasuredNothing() {
    assertThat(translator.of(heartbeat("1"))).isNull();
    assertThat(translator.of(heartbeat("1", metrics(Map.of())))).isNull();
    assertThat(translator.of(new SparkListenerExecutorMetricsUpdate("1", null, null))).isNull();
  }

  @Test
  void leavesTheDriversHeartbeatsAlone() {
    assertThat(translator.of(heartbeat("driver", metrics(Map.of("JVMHeapMemory", 500L))))).isNull();
    assertThat(translator.of(heartbeat(null, metrics(Map.of("JVMHeapMemory", 500L)))))
        .isEqualTo(new MemoryMeasured(NOW, "", 500, 0));
  }

  private static TaskMetrics taskMetrics() {
    TaskMetrics metrics = new TaskMetrics();
    metrics.setExecutorRunTime(100);
    metrics.setJvmGCTime(20);
    metrics.shuffleWriteMetrics().incBytesWritten(3_000);
    metrics.shuffleReadMetrics().incLocalBytesRead(4);
    metrics.shuffleReadMetrics().incRemoteBytesRead(50);
    metrics.incDiskBytesSpilled(6);
    metrics.incMemoryBytesSpilled(999);
    return metrics;
  }

  @Test
  void readsTasks() {
    assertThat(
            translator.of(
                taskEnd(
                    taskInfo("2", 1_500),
                    Success$.MODULE$,
                    metrics(Map.of("JVMHeapMemory", 70L, "ProcessTreeJVMRSSMemory", 80L)),
                    taskMetrics())))
        .isEqualTo(
            new TaskEnded(
                1_500,
                new TaskRef(7, 1, 3),
                "2",
                1_000,
                TaskOutcome.SUCCEEDED,
                new TaskWork(100, 20, 3_000, 54, 6, 70, 80)));
  }

  @Test
  void readsTasksThatWereLostWithTheirMetrics() {
    assertThat(translator.of(taskEnd(taskInfo("2", 1_500), null, null, null)))
        .isEqualTo(
            new TaskEnded(
                1_500, new TaskRef(7, 1, 3), "2", 1_000, TaskOutcome.FAILED, TaskWork.NONE));
    assertThat(translator.of(taskEnd(taskInfo("2", 1_500), null, null, taskMetrics())))
        .isInstanceOfSatisfying(
            TaskEnded.class,
            task -> assertThat(task.work()).isEqualTo(new TaskWork(100, 20, 3_000, 54, 6, 0, 0)));
  }

  @Test
  void readsTasksOfWhichLittleIsKnown() {
    assertThat(translator.of(taskEnd(null, Success$.MODULE$, null, taskMetrics()))).isNull();
    assertThat(translator.of(taskEnd(taskInfo(null, 0), Success$.MODULE$, null, null)))
        .isEqualTo(
            new TaskEnded(
                NOW, new TaskRef(7, 1, 3), "", 1_000, TaskOutcome.SUCCEEDED, TaskWork.NONE));
  }

  @Test
  void readsTheLaunchOfTasks() {
    assertThat(translator.of(new SparkListenerTaskStart(7, 1, taskInfo("2", 0))))
        .isEqualTo(new TaskStarted(1_000));
    assertThat(translator.of(new SparkListenerTaskStart(7, 1, null))).isNull();
  }

  @Test
  void readsFromWhomATaskCouldNotFetch() {
    BlockManagerId address = BlockManagerId.apply("4", "host", 7337, Option.empty());
    FetchFailed failed = new FetchFailed(address, 0, 1L, 2, 3, "gone");
    assertThat(translator.of(taskEnd(taskInfo("2", 1_500), failed, null, null)))
        .isEqualTo(
            new TaskEnded(
                1_500,
                new TaskRef(7, 1, 3),
                "2",
                1_000,
                TaskOutcome.FETCH_FAILED,
                "4",
                TaskWork.NONE));
    FetchFailed nowhere = new FetchFailed(null, 0, 1L, 2, 3, "missing an output location");
    assertThat(translator.of(taskEnd(taskInfo("2", 1_500), nowhere, null, null)))
        .isInstanceOfSatisfying(TaskEnded.class, task -> assertThat(task.fetchedFrom()).isEmpty());
  }

  @Test
  void readsSqlExecutionsAndNoOtherEvents() {
    assertThat(
            translator.of(
                (SparkListenerEvent)
                    JsonProtocol.sparkEventFromJson(
                        """
                        {"Event":"org.apache.spark.sql.execution.ui.SparkListenerSQLExecutionStart",
                         "executionId":3,"description":"save at Load.java:3","details":"",
                         "physicalPlanDescription":"","time":9,"modifiedConfigs":{},
                         "sparkPlanInfo":{"nodeName":"","simpleString":"","children":[],
                         "metadata":{},"metrics":[]}}
                        """)))
        .isEqualTo(new SqlExecutionStarted(9, 3, "save at Load.java:3"));
    assertThat(
            translator.of(
                (SparkListenerEvent) new SparkListenerSQLExecutionEnd(3, 10, Option.empty())))
        .isEqualTo(new SqlExecutionEnded(10, 3));
    assertThat(translator.of((SparkListenerEvent) new SparkListenerApplicationEnd(10))).isNull();
  }
}
