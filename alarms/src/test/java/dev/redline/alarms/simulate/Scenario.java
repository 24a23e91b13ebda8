package dev.redline.alarms.simulate;

import dev.redline.alarms.Watch.Series;
import dev.redline.catalog.Metric;
import dev.redline.catalog.StopCause;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Runs as the agent publishes them, minute by minute, for alarms to fire on or to be silent on. */
enum Scenario {
  HEALTHY("half an hour of good work, completed", run -> run.minutes(30).completed()),
  SHORT("a run of 20 seconds that hardly used its workers", run -> run.seconds(20, 5).completed()),
  IDLE(
      "a healthy run that waits eight minutes for COPY, then twelve hours of nothing",
      run -> run.minutes(10).utilization(2, 8).completed().nothingUntil(12 * 60)),
  EARLY_DEATH(
      "a Glue run that dies before the agent has published anything",
      run -> run.glueFailed(2).nothingUntil(60)),
  RESTARTED(
      "stopped, failed in Glue, begun again four minutes later, completed",
      run ->
          run.minutes(8)
              .lost(7)
              .stopped(StopCause.HEAP_OOM)
              .glueFailed(10)
              .from(12)
              .minutes(20)
              .completed()),
  STOPPED_HEAP_OOM(StopCause.HEAP_OOM),
  STOPPED_CONTAINER_OOM(StopCause.CONTAINER_OOM),
  STOPPED_CONTAINER_VMEM(StopCause.CONTAINER_VMEM),
  STOPPED_KILLED(StopCause.KILLED),
  STOPPED_CRASH(StopCause.CRASH),
  STOPPED_HUNG(StopCause.HUNG),
  STOPPED_DISK(StopCause.DISK),
  STOPPED_LAUNCH_FAILURE(StopCause.LAUNCH_FAILURE),
  STOPPED_BUDGET(StopCause.BUDGET),
  STOPPED_OTHER(StopCause.OTHER),
  FAILED_ON_GLUE(
      "an exception in the job, failed in Glue", run -> run.minutes(9).failed().glueFailed(11)),
  TIMED_OUT("Glue ends the run at its timeout", run -> run.minutes(40).glueFailed(41)),
  DRIVER_KILLED("the driver is gone without a word", run -> run.minutes(12).nothingUntil(60)),
  GUARD_DISABLED(
      "the guard fails and the run goes on",
      run -> run.minutes(20).value(Metric.GUARD_ALIVE, 8, 20, 0)),
  MEMORY_AND_LOSSES(
      "live heap at 90 % while executors die, and the run gets through",
      run ->
          run.minutes(30).value(Metric.MEMORY_LIVE_HEAP, 10, 20, 90).lost(12).lost(15).completed()),
  OVERHEAD_AND_LOSSES(
      "overhead at 95 % while executors die",
      run -> run.minutes(30).value(Metric.MEMORY_OVERHEAD, 10, 20, 95).lost(12).completed()),
  HOT_HEAP(
      "live heap at 90 % and no executor lost",
      run -> run.minutes(30).value(Metric.MEMORY_LIVE_HEAP, 10, 20, 90).completed()),
  HEAP_SPIKE(
      "live heap at 95 % for one minute",
      run -> run.minutes(30).value(Metric.MEMORY_LIVE_HEAP, 10, 10, 95).completed()),
  LOSS("one executor lost to a counted cause", run -> run.minutes(30).lost(9).completed()),
  BIG_SHUFFLE(
      "12 GiB of shuffle from the tenth minute on",
      run -> run.minutes(30).value(Metric.SHUFFLE_TOTAL, 10, 30, 12.0 * (1L << 30)).completed()),
  IDLE_WORKERS(
      "workers 5 % used for a quarter of an hour",
      run -> run.minutes(40).value(Metric.WORKER_UTILIZATION, 10, 25, 5).completed()),
  SPILLING(
      "1 GiB spilled a minute for twelve minutes",
      run -> run.minutes(30).value(Metric.SPILL_DISK, 10, 21, 1L << 30).completed()),
  REPEATING(
      "300 MiB of shuffle repeated a minute for five minutes",
      run -> run.minutes(30).value(Metric.SHUFFLE_REPEATED, 10, 14, 300L << 20).completed()),
  OUTAGE(
      "six requests to CloudWatch that failed",
      run ->
          run.minutes(30)
              .value(Metric.PUBLISH_FAILURES, 10, 30, 0)
              .value(Metric.PUBLISH_FAILURES, 10, 15, 1)
              .completed()),
  HICCUP(
      "one request to CloudWatch that failed",
      run -> run.minutes(30).value(Metric.PUBLISH_FAILURES, 10, 10, 1).completed()),
  BAD_ROWS("5 % of the rows rejected", run -> run.minutes(30).rows(30, 100_000, 5_000).completed()),
  FEW_BAD_ROWS(
      "0.75 % of the rows rejected", run -> run.minutes(30).rows(30, 336_776, 2_512).completed()),
  NO_ROWS("no row read", run -> run.minutes(30).rows(30, 0, 0).completed()),
  RUN_MISSED(
      "a daily job that comes after 40 hours, RunAtLeastEveryHours=26",
      Map.of("RunAtLeastEveryHours", 26.0),
      run -> run.minutes(30).completed().from(40 * 60).minutes(30).completed()),
  RUN_LATE(
      "a daily job that is an hour late, RunAtLeastEveryHours=26",
      Map.of("RunAtLeastEveryHours", 26.0),
      run -> run.minutes(30).completed().from(25 * 60).minutes(30).completed()),
  DRILL(
      "a fire drill, here by a value that no guard publishes",
      run -> run.minutes(30).value(Metric.GUARD_ALIVE, 10, 11, 2).completed());

  private final String what;
  private final @Nullable StopCause cause;
  private final Map<String, Double> parameters;
  private final Consumer<Run> story;

  Scenario(String what, Consumer<Run> story) {
    this(what, null, Map.of(), story);
  }

  Scenario(String what, Map<String, Double> parameters, Consumer<Run> story) {
    this(what, null, parameters, story);
  }

  Scenario(StopCause cause) {
    this(
        "stopped by the guard in the eighth minute, cause " + cause,
        cause,
        Map.of(),
        run -> run.minutes(8).stopped(cause).nothingUntil(60));
  }

  Scenario(
      String what, @Nullable StopCause cause, Map<String, Double> parameters, Consumer<Run> story) {
    this.what = what;
    this.cause = cause;
    this.parameters = parameters;
    this.story = story;
  }

  /** The run that a cause stops. */
  static Scenario stoppedBy(StopCause cause) {
    return Arrays.stream(values()).filter(each -> each.cause == cause).findFirst().orElseThrow();
  }

  boolean isStop() {
    return cause != null;
  }

  String what() {
    return what;
  }

  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  Map<String, Double> parameters() {
    return parameters;
  }

  Recording recording() {
    Run run = new Run();
    story.accept(run);
    return run.recording();
  }

  /** A run that is told; minutes count from the beginning of the recording. */
  static final class Run {
    /** A round hour, so that hourly periods are easy to think about. */
    private static final long BEGIN_MS = 1_790_000_000_000L / 3_600_000 * 3_600_000;

    private final Recording recording = new Recording();
    private int startMinute;
    private long endMs = BEGIN_MS;

    Recording recording() {
      return recording;
    }

    private static long atMs(int minute) {
      return BEGIN_MS + minute * 60_000L + 1_000;
    }

    Run from(int minute) {
      startMinute = minute;
      return this;
    }

    Run minutes(int count) {
      for (int minute = startMinute; minute <= startMinute + count; minute++) {
        publish(atMs(minute), 60);
      }
      endMs = atMs(startMinute + count);
      return this;
    }

    Run seconds(int seconds, double utilization) {
      publish(atMs(startMinute), utilization);
      endMs = atMs(startMinute) + seconds * 1_000L;
      publish(endMs, utilization);
      return this;
    }

    private void publish(long atMs, double utilization) {
      put(Metric.GUARD_ALIVE, atMs, 1);
      put(Metric.SHUFFLE_TOTAL, atMs, 1 << 20);
      put(Metric.SHUFFLE_REPEATED, atMs, 0);
      put(Metric.SPILL_DISK, atMs, 0);
      put(Metric.MEMORY_LIVE_HEAP, atMs, 40);
      put(Metric.MEMORY_OVERHEAD, atMs, 30);
      put(Metric.EXECUTOR_LOSSES_COUNTED, atMs, 0);
      put(Metric.WORKER_UTILIZATION, atMs, utilization);
      put(Metric.RUN_STOPPED, atMs, 0);
      put(Metric.RUN_COMPLETED, atMs, 0);
    }

    Run utilization(int fromMinute, int toMinute) {
      return value(Metric.WORKER_UTILIZATION, fromMinute, toMinute, 0);
    }

    Run value(Metric metric, int fromMinute, int toMinute, double value) {
      for (int minute = fromMinute; minute <= toMinute; minute++) {
        recording.replace(metric.cloudWatchName(), "", atMs(minute), value);
      }
      return this;
    }

    Run lost(int minute) {
      put(Metric.EXECUTOR_LOSSES_COUNTED, atMs(minute), 1);
      return this;
    }

    Run rows(int minute, long raw, long rejected) {
      put(Metric.ROWS_RAW, atMs(minute), raw);
      put(Metric.ROWS_REJECTED, atMs(minute), rejected);
      return this;
    }

    Run completed() {
      put(Metric.RUN_COMPLETED, endMs, 1);
      return this;
    }

    Run failed() {
      put(Metric.RUN_FAILED, endMs, 1);
      return this;
    }

    Run stopped(StopCause cause) {
      put(Metric.RUN_STOPPED, endMs, 1);
      recording.add(Metric.RUN_STOPS.cloudWatchName(), cause.name(), endMs, 1);
      return this;
    }

    Run glueFailed(int minute) {
      recording.add(Series.MATCHES, "", atMs(minute), 1);
      return this;
    }

    /** A value that no alarm looks at, so that the recording lasts so long. */
    Run nothingUntil(int minute) {
      put(Metric.TASKS_FINISHED, atMs(minute), 0);
      return this;
    }

    private void put(Metric metric, long atMs, double value) {
      recording.add(metric.cloudWatchName(), "", atMs, value);
    }
  }
}
