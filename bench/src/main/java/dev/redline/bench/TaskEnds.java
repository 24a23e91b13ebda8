package dev.redline.bench;

import org.apache.spark.Success$;
import org.apache.spark.TaskState;
import org.apache.spark.executor.ExecutorMetrics;
import org.apache.spark.executor.TaskMetrics;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.apache.spark.scheduler.TaskInfo;
import org.apache.spark.scheduler.TaskLocality;
import org.apache.spark.util.JsonProtocol;

/** Makes the events that a run of many tasks sends. */
final class TaskEnds {
  private static final int STAGE = 1;

  private TaskEnds() {}

  /** The submission of the stage that all the tasks belong to, as an event log words it. */
  static SparkListenerStageSubmitted stage(int tasks) {
    return (SparkListenerStageSubmitted)
        JsonProtocol.sparkEventFromJson(
            """
            {"Event":"SparkListenerStageSubmitted","Stage Info":{"Stage ID":%d,
             "Stage Attempt ID":0,"Stage Name":"bench","Number of Tasks":%d,"RDD Info":[],
             "Parent IDs":[],"Details":"","Submission Time":1,"Accumulables":[],
             "Resource Profile Id":0},"Properties":{}}
            """
                .formatted(STAGE, tasks));
  }

  /** The start of a task. */
  static SparkListenerTaskStart start(SparkListenerTaskEnd end) {
    return new SparkListenerTaskStart(STAGE, 0, end.taskInfo());
  }

  /** The successful end of a task that wrote and read shuffle. */
  static SparkListenerTaskEnd ofTask(int index, int executors, long nowMs) {
    String executor = Integer.toString(index % executors);
    TaskInfo info =
        new TaskInfo(
            index, index, 0, index, nowMs - 500, executor, "host", TaskLocality.ANY(), false);
    info.markFinished(TaskState.FINISHED(), nowMs);
    TaskMetrics metrics = new TaskMetrics();
    metrics.setExecutorRunTime(480);
    metrics.setJvmGCTime(12);
    metrics.shuffleWriteMetrics().incBytesWritten(1_000_000);
    metrics.shuffleReadMetrics().incRemoteBytesRead(900_000);
    return new SparkListenerTaskEnd(
        STAGE, 0, "ShuffleMapTask", Success$.MODULE$, info, new ExecutorMetrics(), metrics);
  }
}
