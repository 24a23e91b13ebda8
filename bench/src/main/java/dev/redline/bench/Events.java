package dev.redline.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.Success$;
import org.apache.spark.TaskState;
import org.apache.spark.executor.ExecutorMetrics;
import org.apache.spark.executor.TaskMetrics;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListenerExecutorAdded;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.StageInfo;
import org.apache.spark.scheduler.TaskInfo;
import org.apache.spark.scheduler.TaskLocality;
import org.apache.spark.scheduler.cluster.ExecutorInfo;
import scala.Option;
import scala.Tuple2;
import scala.Tuple4;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/** The events that a run of many tasks sends, made by Spark's own constructors. */
final class Events {
  private static final int TASKS_OF_HEARTBEAT = 4;

  private Events() {}

  private static <T> Seq<T> seq(List<T> list) {
    return JavaConverters.asScalaBufferConverter(list).asScala();
  }

  /** A stage that was submitted and has ended, with metrics. */
  static StageInfo stage(int id, int tasks) {
    StageInfo stage =
        new StageInfo(
            id,
            0,
            "map at Job.scala:42",
            tasks,
            seq(List.of()),
            seq(List.of()),
            "",
            metrics(),
            seq(List.of()),
            Option.empty(),
            0,
            false,
            0);
    stage.submissionTime_$eq(Option.apply(1_700_000_000_000L));
    stage.completionTime_$eq(Option.apply(1_700_000_009_000L));
    return stage;
  }

  static SparkListenerJobStart job(List<StageInfo> stages) {
    return new SparkListenerJobStart(
        0, 1_700_000_000_000L, seq(stages).toSeq(), new java.util.Properties());
  }

  static TaskMetrics metrics() {
    TaskMetrics metrics = new TaskMetrics();
    metrics.setExecutorRunTime(480);
    metrics.setJvmGCTime(12);
    metrics.shuffleWriteMetrics().incBytesWritten(1_000_000);
    metrics.shuffleReadMetrics().incRemoteBytesRead(900_000);
    return metrics;
  }

  static TaskInfo launched(int index, int executors, long launchMs) {
    String executor = Integer.toString(index % executors);
    return new TaskInfo(
        index, index, 0, index, launchMs, executor, "host", TaskLocality.ANY(), false);
  }

  /** The successful end of a task that wrote and read shuffle. */
  static SparkListenerTaskEnd taskEnd(
      int stageId, int index, int executors, long endMs, TaskMetrics metrics) {
    TaskInfo info = launched(index, executors, endMs - 500);
    info.markFinished(TaskState.FINISHED(), endMs);
    return new SparkListenerTaskEnd(
        stageId, 0, "ShuffleMapTask", Success$.MODULE$, info, memory(), metrics);
  }

  private static ExecutorMetrics memory() {
    Map<String, Object> values = new HashMap<>();
    values.put("JVMHeapMemory", 700_000_000L);
    values.put("ProcessTreeJVMRSSMemory", 1_100_000_000L);
    scala.collection.immutable.Map<String, Object> map =
        scala.collection.immutable.Map$.MODULE$.empty();
    for (Map.Entry<String, Object> value : values.entrySet()) {
      map = map.$plus(new Tuple2<>(value.getKey(), value.getValue()));
    }
    return new ExecutorMetrics(map);
  }

  /** A heartbeat of an executor that runs four tasks of one stage. */
  static SparkListenerExecutorMetricsUpdate heartbeat(int executor, int stageId) {
    List<Tuple4<Object, Object, Object, Seq<AccumulableInfo>>> tasks = new ArrayList<>();
    for (int task = 0; task < TASKS_OF_HEARTBEAT; task++) {
      long taskId = (long) executor * TASKS_OF_HEARTBEAT + task;
      tasks.add(new Tuple4<>(taskId, stageId, 0, accumulables()));
    }
    Map<Tuple2<Object, Object>, ExecutorMetrics> byStage = new HashMap<>();
    byStage.put(new Tuple2<>(stageId, 0), memory());
    return new SparkListenerExecutorMetricsUpdate(
        Integer.toString(executor),
        seq(tasks),
        JavaConverters.mapAsScalaMapConverter(byStage).asScala());
  }

  private static Seq<AccumulableInfo> accumulables() {
    List<AccumulableInfo> infos = new ArrayList<>();
    long id = 1;
    for (String name :
        Arrays.asList("executorRunTime", "executorCpuTime", "jvmGCTime", "resultSize")) {
      infos.add(
          new AccumulableInfo(
              id++,
              Option.apply("internal.metrics." + name),
              Option.apply(100L),
              Option.empty(),
              true,
              true,
              Option.empty()));
    }
    return seq(infos);
  }

  static SparkListenerExecutorAdded added(int executor, long atMs) {
    return new SparkListenerExecutorAdded(
        atMs,
        Integer.toString(executor),
        new ExecutorInfo(
            "host", 4, scala.collection.immutable.Map$.MODULE$.<String, String>empty()));
  }

  static SparkListenerExecutorRemoved removed(int executor, long atMs, String reason) {
    return new SparkListenerExecutorRemoved(atMs, Integer.toString(executor), reason);
  }
}
