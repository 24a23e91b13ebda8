package dev.redline.bench;

import ch.cern.sparkmeasure.StageInfoRecorderListener;
import ch.cern.sparkmeasure.TaskInfoRecorderListener;
import dev.redline.listener.RedlineListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.scheduler.EventLoggingListener;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.scheduler.SparkListenerInterface;
import org.apache.spark.scheduler.SparkListenerStageCompleted;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.apache.spark.scheduler.StageInfo;
import org.apache.spark.status.AppStatusListener;
import org.apache.spark.status.ElementTrackingStore;
import org.apache.spark.util.kvstore.InMemoryStore;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import scala.Option;

/**
 * What events cost on Spark's listener bus: Redline beside the listener behind Spark's own UI,
 * which every application has, the one that writes the event log, and sparkMeasure's two. Every
 * iteration begins with new listeners, since some of them keep all that they see.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 4, time = 2)
public class EventBenchmark {
  private static final int TASKS = 1 << 12;
  private static final int EXECUTORS = 64;
  private static final int STAGE = TASKS;

  private final SparkListenerTaskStart[] starts = new SparkListenerTaskStart[TASKS];
  private final SparkListenerTaskEnd[] ends = new SparkListenerTaskEnd[TASKS];
  private final SparkListenerStageSubmitted[] submitted = new SparkListenerStageSubmitted[TASKS];
  private final SparkListenerStageCompleted[] completed = new SparkListenerStageCompleted[TASKS];
  private final SparkListenerExecutorMetricsUpdate[] heartbeats =
      new SparkListenerExecutorMetricsUpdate[EXECUTORS];
  private final List<StageInfo> stages = new ArrayList<>();
  private SparkListenerInterface target = new SparkListener() {};
  private @Nullable EventLoggingListener eventLog;
  private @Nullable Path folder;
  private int next;

  /** Whose cost is measured. */
  @Param({"redline", "appStatus", "eventLogging", "sparkMeasureTasks", "sparkMeasureStages"})
  public String listener = "";

  /** Makes the events. */
  @Setup
  public void makeEvents() {
    for (int i = 0; i < TASKS; i++) {
      ends[i] = Events.taskEnd(STAGE, i, EXECUTORS, 1_700_000_000_000L + i, Events.metrics());
      starts[i] = new SparkListenerTaskStart(STAGE, 0, ends[i].taskInfo());
      stages.add(Events.stage(i, 200));
      submitted[i] = new SparkListenerStageSubmitted(stages.get(i), new java.util.Properties());
      completed[i] = new SparkListenerStageCompleted(stages.get(i));
    }
    stages.add(Events.stage(STAGE, TASKS));
    for (int i = 0; i < EXECUTORS; i++) {
      heartbeats[i] = Events.heartbeat(i, STAGE);
    }
  }

  /** A new listener that has seen executors, a job, a stage and some of its tasks begin. */
  @Setup(Level.Iteration)
  public void attach() throws IOException {
    target = create();
    for (int i = 0; i < EXECUTORS; i++) {
      target.onExecutorAdded(Events.added(i, 1_700_000_000_000L));
    }
    target.onJobStart(Events.job(stages));
    target.onStageSubmitted(
        new SparkListenerStageSubmitted(stages.get(STAGE), new java.util.Properties()));
    for (int i = 0; i < 4 * EXECUTORS; i++) {
      target.onTaskStart(starts[i]);
    }
  }

  private SparkListenerInterface create() throws IOException {
    SparkConf conf =
        new SparkConf(false)
            .set("spark.app.name", "bench")
            .set("spark.eventLog.compress", "false")
            .set("spark.redline.mode", "observe");
    return switch (listener) {
      case "redline" -> new RedlineListener(conf);
      case "appStatus" ->
          new AppStatusListener(
              new ElementTrackingStore(new InMemoryStore(), conf),
              conf,
              true,
              Option.empty(),
              Option.empty());
      case "eventLogging" -> eventLogging(conf);
      case "sparkMeasureTasks" -> new TaskInfoRecorderListener();
      case "sparkMeasureStages" -> new StageInfoRecorderListener(false, new String[0]);
      default -> throw new IllegalArgumentException("no listener is called " + listener);
    };
  }

  private SparkListenerInterface eventLogging(SparkConf conf) throws IOException {
    folder = Files.createTempDirectory("bench-event-log");
    eventLog =
        new EventLoggingListener(
            "bench", Option.empty(), folder.toUri(), conf, new Configuration(false));
    eventLog.start();
    return eventLog;
  }

  /** Ends the listener, and removes the log if it wrote one. */
  @TearDown(Level.Iteration)
  public void detach() throws IOException {
    if (eventLog != null && folder != null) {
      eventLog.stop();
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(folder);
      eventLog = null;
    }
    target = new SparkListener() {};
  }

  /** The start and the end of a task that succeeded. */
  @Benchmark
  public void task() {
    int task = next++ & (TASKS - 1);
    target.onTaskStart(starts[task]);
    target.onTaskEnd(ends[task]);
  }

  /** The submission and the end of a stage. */
  @Benchmark
  public void stage() {
    int stage = next++ & (TASKS - 1);
    target.onStageSubmitted(submitted[stage]);
    target.onStageCompleted(completed[stage]);
  }

  /** A heartbeat of an executor with four tasks. */
  @Benchmark
  public void heartbeat() {
    target.onExecutorMetricsUpdate(heartbeats[next++ & (EXECUTORS - 1)]);
  }
}
