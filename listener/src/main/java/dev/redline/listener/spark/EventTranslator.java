package dev.redline.listener.spark;

import dev.redline.listener.signal.Signal;
import dev.redline.listener.signal.Signal.EventsDropped;
import dev.redline.listener.signal.Signal.ExecutorAdded;
import dev.redline.listener.signal.Signal.ExecutorExcluded;
import dev.redline.listener.signal.Signal.ExecutorRemoved;
import dev.redline.listener.signal.Signal.JobEnded;
import dev.redline.listener.signal.Signal.JobStarted;
import dev.redline.listener.signal.Signal.MemoryMeasured;
import dev.redline.listener.signal.Signal.RunEnded;
import dev.redline.listener.signal.Signal.RunStarted;
import dev.redline.listener.signal.Signal.StageCompleted;
import dev.redline.listener.signal.Signal.StageSubmitted;
import dev.redline.listener.signal.Signal.TaskEnded;
import dev.redline.listener.signal.Signal.TaskStarted;
import dev.redline.listener.signal.TaskRef;
import dev.redline.listener.signal.TaskWork;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.function.LongSupplier;
import org.apache.spark.executor.ExecutorMetrics;
import org.apache.spark.executor.ShuffleReadMetrics;
import org.apache.spark.executor.TaskMetrics;
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
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.apache.spark.scheduler.StageInfo;
import org.apache.spark.scheduler.TaskInfo;
import org.jspecify.annotations.Nullable;
import scala.Option;

/**
 * Turns Spark's events into signals. Spark's nulls end here: an event that lacks what makes it one
 * is {@code null}, and anything else that is missing is 0 or empty.
 *
 * <p>Stateless but for the clock, which gives a time to the one event that has none (heartbeats).
 */
public final class EventTranslator {
  /** The driver sends heartbeats too, under this name. */
  private static final String DRIVER = "driver";

  /** Position of stageInfos in the event; its accessor names a Scala collection. */
  private static final int STAGE_INFOS = 2;

  /** The property by which SQL marks the jobs of an execution (SQLExecution, 3.5 and 4.1). */
  private static final String EXECUTION_ID = "spark.sql.execution.id";

  private final LongSupplier clockMs;
  private final ScalaCollections scala = new ScalaCollections();
  private final RowCounts rowCounts = new RowCounts();
  private final BusDrops drops = new BusDrops();

  /**
   * A translator.
   *
   * @param clockMs milliseconds since the epoch, for events without a time
   */
  public EventTranslator(LongSupplier clockMs) {
    this.clockMs = clockMs;
  }

  /** Any event; null where it is no signal, or lacks what makes it one. */
  public @Nullable Signal translate(@Nullable SparkListenerEvent event) {
    if (event instanceof SparkListenerTaskEnd task) {
      return of(task);
    } else if (event instanceof SparkListenerTaskStart task) {
      return of(task);
    } else if (event instanceof SparkListenerExecutorMetricsUpdate heartbeat) {
      return of(heartbeat);
    } else if (event instanceof SparkListenerStageSubmitted stage) {
      return of(stage);
    } else if (event instanceof SparkListenerStageCompleted stage) {
      return of(stage);
    } else if (event instanceof SparkListenerJobStart job) {
      return of(job);
    } else if (event instanceof SparkListenerJobEnd job) {
      return of(job);
    } else if (event instanceof SparkListenerExecutorAdded executor) {
      return of(executor);
    } else if (event instanceof SparkListenerExecutorRemoved executor) {
      return of(executor);
    } else if (event instanceof SparkListenerExecutorExcluded executor) {
      return of(executor);
    } else if (event instanceof SparkListenerApplicationStart application) {
      return of(application);
    } else if (event instanceof SparkListenerApplicationEnd application) {
      return of(application);
    }
    return event == null ? null : of(event);
  }

  /** The start of the application. */
  public Signal of(SparkListenerApplicationStart event) {
    Option<String> id = event.appId();
    return new RunStarted(
        event.time(), id == null || id.isEmpty() ? "" : id.get(), text(event.appName()));
  }

  /** The end of the application. */
  public Signal of(SparkListenerApplicationEnd event) {
    Object exitCode =
        event.productArity() > EXIT_CODE ? event.productElement(EXIT_CODE) : Option.empty();
    return exitCode instanceof Option<?> option
            && option.isDefined()
            && option.get() instanceof Integer code
        ? new RunEnded(event.time(), code)
        : new RunEnded(event.time());
  }

  /** Position of the exit code in the event, which Spark 3.5 does not have. */
  private static final int EXIT_CODE = 1;

  /** SQL's executions, and row counts of the job's own; null for every other event. */
  public @Nullable Signal of(@Nullable SparkListenerEvent event) {
    if (event == null) {
      return null;
    }
    // By name, since an application may do without Spark SQL.
    return switch (event.getClass().getName()) {
      case SqlEvents.START -> SqlEvents.started(event);
      case SqlEvents.END -> SqlEvents.ended(event);
      default -> rowCounts.of(event, clockMs.getAsLong());
    };
  }

  /** Events that the listener bus dropped since the last call; null where there were none. */
  public @Nullable Signal dropped() {
    long events = drops.take();
    return events == 0 ? null : new EventsDropped(clockMs.getAsLong(), events);
  }

  /** The start of a job. */
  public Signal of(SparkListenerJobStart event) {
    return new JobStarted(event.time(), event.jobId(), stageIds(event));
  }

  private List<Integer> stageIds(SparkListenerJobStart event) {
    List<Integer> ids = new ArrayList<>();
    scala.forEach(
        event.productElement(STAGE_INFOS),
        stage -> {
          if (stage instanceof StageInfo info) {
            ids.add(info.stageId());
          }
        });
    return ids;
  }

  /** The end of a job. */
  public Signal of(SparkListenerJobEnd event) {
    return new JobEnded(event.time(), event.jobId(), event.jobResult() == JobSucceeded$.MODULE$);
  }

  /** The start of a stage's attempt. */
  public @Nullable Signal of(SparkListenerStageSubmitted event) {
    StageInfo stage = event.stageInfo();
    return stage == null
        ? null
        : new StageSubmitted(
            time(stage.submissionTime()),
            stage.stageId(),
            stage.attemptNumber(),
            name(stage),
            executionId(event.properties()));
  }

  private static long executionId(@Nullable Properties properties) {
    String id = properties == null ? null : properties.getProperty(EXECUTION_ID);
    return id == null || !id.matches("\\d{1,18}")
        ? StageSubmitted.NO_EXECUTION
        : Long.parseLong(id);
  }

  /** The end of a stage's attempt. */
  public @Nullable Signal of(SparkListenerStageCompleted event) {
    StageInfo stage = event.stageInfo();
    return stage == null
        ? null
        : new StageCompleted(
            time(stage.completionTime()),
            stage.stageId(),
            stage.attemptNumber(),
            stage.failureReason() != null && stage.failureReason().isDefined());
  }

  /** A new executor. */
  public Signal of(SparkListenerExecutorAdded event) {
    int cores = event.executorInfo() == null ? 0 : event.executorInfo().totalCores();
    return new ExecutorAdded(event.time(), text(event.executorId()), cores);
  }

  /** An executor given up; may be told several times. */
  public Signal of(SparkListenerExecutorRemoved event) {
    return new ExecutorRemoved(event.time(), text(event.executorId()), text(event.reason()));
  }

  /** An executor excluded from scheduling; its deprecated twin, blacklisted, is left alone. */
  public Signal of(SparkListenerExecutorExcluded event) {
    return new ExecutorExcluded(event.time(), text(event.executorId()));
  }

  /** A heartbeat; null for the driver's and for those that measured nothing. */
  public @Nullable Signal of(SparkListenerExecutorMetricsUpdate event) {
    Object updates = event.productElement(EXECUTOR_UPDATES);
    if (DRIVER.equals(event.execId()) || updates == null) {
      return null;
    }
    long[] peaks = new long[2];
    scala.forEachValue(
        updates,
        metrics -> {
          if (metrics instanceof ExecutorMetrics executor) {
            peaks[0] = Math.max(peaks[0], ExecutorMemory.heapBytes(executor));
            peaks[1] = Math.max(peaks[1], ExecutorMemory.residentBytes(executor));
          }
        });
    return peaks[0] == 0 && peaks[1] == 0
        ? null
        : new MemoryMeasured(clockMs.getAsLong(), text(event.execId()), peaks[0], peaks[1]);
  }

  /** Position of executorUpdates in the event; its accessor names a Scala collection. */
  private static final int EXECUTOR_UPDATES = 2;

  /** The launch of a task's attempt. */
  public @Nullable Signal of(SparkListenerTaskStart event) {
    TaskInfo info = event.taskInfo();
    return info == null ? null : new TaskStarted(info.launchTime());
  }

  /** The end of a task's attempt; null where Spark does not say which task it was. */
  public @Nullable Signal of(SparkListenerTaskEnd event) {
    TaskInfo info = event.taskInfo();
    if (info == null) {
      return null;
    }
    long endMs = info.finishTime() > 0 ? info.finishTime() : clockMs.getAsLong();
    return new TaskEnded(
        endMs,
        new TaskRef(event.stageId(), event.stageAttemptId(), info.index()),
        text(info.executorId()),
        info.launchTime(),
        TaskOutcomes.of(event.reason()),
        TaskOutcomes.fetchedFrom(event.reason()),
        work(event.taskMetrics(), event.taskExecutorMetrics()));
  }

  /** Metrics are missing for tasks that were lost with their executor. */
  private static TaskWork work(@Nullable TaskMetrics metrics, @Nullable ExecutorMetrics peaks) {
    if (metrics == null) {
      return TaskWork.NONE;
    }
    ShuffleReadMetrics read = metrics.shuffleReadMetrics();
    return new TaskWork(
        metrics.executorRunTime(),
        metrics.jvmGCTime(),
        metrics.shuffleWriteMetrics().bytesWritten(),
        read.totalBytesRead(),
        metrics.diskBytesSpilled(),
        peaks == null ? 0 : ExecutorMemory.heapBytes(peaks),
        peaks == null ? 0 : ExecutorMemory.residentBytes(peaks));
  }

  private static String name(StageInfo stage) {
    return text(stage.name());
  }

  private long time(@Nullable Option<Object> time) {
    return time != null && time.isDefined() && time.get() instanceof Long ms
        ? ms
        : clockMs.getAsLong();
  }

  private static String text(@Nullable String text) {
    return text == null ? "" : text;
  }
}
