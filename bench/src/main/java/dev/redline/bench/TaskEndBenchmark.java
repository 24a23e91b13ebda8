package dev.redline.bench;

import dev.redline.listener.RedlineListener;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkConf;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.apache.spark.status.AppStatusListener;
import org.apache.spark.status.ElementTrackingStore;
import org.apache.spark.util.kvstore.InMemoryStore;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import scala.Option;

/**
 * What a task's start and end cost on Spark's listener bus: Redline's listener beside the one that
 * feeds Spark's own UI and REST API, which every application has.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class TaskEndBenchmark {
  private static final int TASKS = 1 << 12;
  private static final int EXECUTORS = 40;

  private final SparkListenerTaskStart[] starts = new SparkListenerTaskStart[TASKS];
  private final SparkListenerTaskEnd[] ends = new SparkListenerTaskEnd[TASKS];
  private RedlineListener redline = new RedlineListener(conf());
  private AppStatusListener appStatus = appStatusListener();
  private int next;

  private static SparkConf conf() {
    return new SparkConf(false).set("spark.app.name", "bench").set("spark.redline.mode", "observe");
  }

  private static AppStatusListener appStatusListener() {
    ElementTrackingStore store = new ElementTrackingStore(new InMemoryStore(), conf());
    return new AppStatusListener(store, conf(), true, Option.empty(), Option.empty());
  }

  /** Makes the events and starts both listeners anew. */
  @Setup
  public void setUp() {
    long now = System.currentTimeMillis();
    for (int i = 0; i < TASKS; i++) {
      ends[i] = TaskEnds.ofTask(i, EXECUTORS, now + i);
      starts[i] = TaskEnds.start(ends[i]);
    }
    redline = new RedlineListener(conf());
    appStatus = appStatusListener();
    redline.onStageSubmitted(TaskEnds.stage(TASKS));
    appStatus.onStageSubmitted(TaskEnds.stage(TASKS));
  }

  /** Redline. */
  @Benchmark
  public void redline() {
    int task = next++ & (TASKS - 1);
    redline.onTaskStart(starts[task]);
    redline.onTaskEnd(ends[task]);
  }

  /** Spark's AppStatusListener. */
  @Benchmark
  public void appStatusListener_spark() {
    int task = next++ & (TASKS - 1);
    appStatus.onTaskStart(starts[task]);
    appStatus.onTaskEnd(ends[task]);
  }
}
