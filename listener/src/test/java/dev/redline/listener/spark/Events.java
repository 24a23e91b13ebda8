package dev.redline.listener.spark;

import java.util.HashMap;
import java.util.Map;
import org.apache.spark.TaskEndReason;
import org.apache.spark.executor.ExecutorMetrics;
import org.apache.spark.executor.TaskMetrics;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.StageInfo;
import org.apache.spark.scheduler.TaskInfo;
import org.jspecify.annotations.Nullable;
import scala.Option;
import scala.Tuple2;
import scala.collection.JavaConverters;
import scala.collection.Seq;
import scala.collection.immutable.Map$;
import scala.collection.immutable.Nil$;

/** Spark's own events, made by its own constructors, with as much left out as a test wants. */
final class Events {
  private Events() {}

  /** No elements of any kind. */
  @SuppressWarnings("unchecked")
  static <T> Seq<T> none() {
    return (Seq<T>) (Object) Nil$.MODULE$;
  }

  static Seq<StageInfo> of(StageInfo stage) {
    return Events.<StageInfo>none().toList().$colon$colon(stage);
  }

  static TaskInfo taskInfo(@Nullable String executorId, long finishMs) {
    TaskInfo info = new TaskInfo(17L, 3, 0, 3, 1_000L, executorId, "host", null, false);
    info.finishTime_$eq(finishMs);
    return info;
  }

  static SparkListenerTaskEnd taskEnd(
      @Nullable TaskInfo info,
      @Nullable TaskEndReason reason,
      @Nullable ExecutorMetrics peaks,
      @Nullable TaskMetrics metrics) {
    return new SparkListenerTaskEnd(7, 1, "ResultTask", reason, info, peaks, metrics);
  }

  static StageInfo stage(@Nullable String name) {
    return new StageInfo(7, 1, name, 4, null, null, null, null, null, Option.empty(), 0, false, 0);
  }

  static Option<Object> at(long timeMs) {
    return Option.apply(timeMs);
  }

  static ExecutorMetrics metrics(Map<String, Long> values) {
    scala.collection.immutable.Map<String, Object> map = Map$.MODULE$.empty();
    for (Map.Entry<String, Long> value : values.entrySet()) {
      map = map.$plus(new Tuple2<String, Object>(value.getKey(), value.getValue()));
    }
    return new ExecutorMetrics(map);
  }

  static SparkListenerExecutorMetricsUpdate heartbeat(
      @Nullable String executorId, ExecutorMetrics... updates) {
    Map<Tuple2<Object, Object>, ExecutorMetrics> byStage = new HashMap<>();
    for (ExecutorMetrics update : updates) {
      byStage.put(new Tuple2<>(byStage.size(), 0), update);
    }
    return new SparkListenerExecutorMetricsUpdate(
        executorId, null, JavaConverters.mapAsScalaMapConverter(byStage).asScala());
  }
}
