package dev.redline.dashboards.report;

import dev.redline.catalog.Guardrail;
import dev.redline.catalog.Metric;
import dev.redline.catalog.Setting;
import dev.redline.catalog.Settings;
import dev.redline.catalog.Threshold;
import dev.redline.dashboards.Line;
import dev.redline.listener.run.RunRecord;
import dev.redline.listener.run.RunRecord.ConfigurationEntry;
import dev.redline.listener.run.RunRecord.Sample;
import dev.redline.listener.run.RunRecord.Totals;
import dev.redline.listener.signal.Memory;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a run record says about a metric, in the metric's unit: shares in percent, sizes in bytes.
 *
 * @param run the record
 */
record Readings(RunRecord run) {
  private static final long QUARTER_HOUR_MS = 900_000;

  /** One value for the whole run: the highest of a gauge, the sum of a counter. */
  Optional<Double> ofRun(Metric metric) {
    Totals totals = run.totals();
    Memory peak = totals.peakMemory();
    return Optional.ofNullable(
        switch (metric) {
          case SHUFFLE_TOTAL, SHUFFLE_WRITTEN -> (double) totals.shuffleWriteBytes();
          case SHUFFLE_REPEATED -> (double) totals.repeatedShuffleWriteBytes();
          case SPILL_DISK -> (double) totals.spillDiskBytes();
          case MEMORY_LIVE_HEAP -> percent(peak.liveHeapRatio());
          case MEMORY_OVERHEAD -> percent(peak.overheadRatio());
          case MEMORY_PEAK_HEAP -> percent(peak.heapRatio());
          case MEMORY_CONTAINER -> percent(peak.containerRatio());
          case EXECUTORS_ALIVE -> (double) totals.peakExecutors();
          case EXECUTOR_LOSSES -> (double) totals.losses();
          case EXECUTOR_LOSSES_COUNTED -> (double) totals.countedLosses();
          case WORKER_UTILIZATION -> percent(totals.workerUtilization());
          case TASKS_FINISHED -> (double) totals.tasks();
          case TASKS_FAILED -> (double) totals.failedTasks();
          case RUN_STOPPED -> count(isStopped());
          case RUN_COMPLETED -> count(run.complete() && !isStopped());
          case GC_SHARE -> percent(totals.gcRatio());
          case GUARD_ALIVE -> count(!run.mode().equals("off"));
          case ROWS_RAW -> number(totals.rows().raw());
          case ROWS_REJECTED -> number(totals.rows().rejected());
          case ROWS_DUPLICATES -> number(totals.rows().duplicates());
          case ROWS_LOADED -> number(totals.rows().loaded());
          case RUN_FAILED,
              RUN_STOPS,
              GUARD_FAILURES,
              EVENTS_DROPPED,
              PUBLISH_LATENCY,
              PUBLISH_FAILURES,
              PUBLISH_RETRIES,
              PUBLISH_DROPPED ->
              null;
        });
  }

  /** The value at the end of the run, where that differs from the whole run's. */
  Optional<Double> latest(Metric metric) {
    return run.timeline().isEmpty()
        ? ofRun(metric)
        : inStretch(metric, run.timeline().get(run.timeline().size() - 1)).or(() -> ofRun(metric));
  }

  /** When a stretch ended, by its index. */
  long endOf(int sample) {
    List<Sample> samples = run.timeline();
    return sample + 1 < samples.size()
        ? samples.get(sample + 1).atMs()
        : Math.max(run.endedAtMs(), samples.get(sample).atMs());
  }

  /** The value of one stretch of the run; counters are added up from the run's start. */
  Optional<Double> inStretch(Metric metric, Sample sample) {
    return Optional.ofNullable(
        switch (metric) {
          case SHUFFLE_TOTAL, SHUFFLE_WRITTEN -> (double) sample.shuffleWriteBytes();
          case SHUFFLE_REPEATED -> (double) sample.repeatedShuffleWriteBytes();
          case MEMORY_LIVE_HEAP -> percent(sample.memory().liveHeapRatio());
          case MEMORY_OVERHEAD -> percent(sample.memory().overheadRatio());
          case MEMORY_PEAK_HEAP -> percent(sample.memory().heapRatio());
          case MEMORY_CONTAINER -> percent(sample.memory().containerRatio());
          case EXECUTORS_ALIVE -> (double) sample.executors();
          case EXECUTOR_LOSSES -> (double) sample.losses();
          case EXECUTOR_LOSSES_COUNTED -> (double) sample.countedLosses();
          case WORKER_UTILIZATION -> percent(sample.utilization());
          case SPILL_DISK -> (double) sample.spillDiskBytes();
          case GC_SHARE -> percent(sample.gcRatio());
          case TASKS_FINISHED,
              TASKS_FAILED,
              RUN_STOPPED,
              RUN_STOPS,
              RUN_COMPLETED,
              GUARD_ALIVE,
              GUARD_FAILURES,
              RUN_FAILED,
              ROWS_RAW,
              ROWS_REJECTED,
              ROWS_DUPLICATES,
              ROWS_LOADED,
              EVENTS_DROPPED,
              PUBLISH_LATENCY,
              PUBLISH_FAILURES,
              PUBLISH_RETRIES,
              PUBLISH_DROPPED ->
              null;
        });
  }

  /** The value of one stretch, as a line takes it. */
  Optional<Double> inStretch(Line line, int sample) {
    return line.reading() == Line.Reading.IN_QUARTER_HOUR
        ? inQuarterHour(line.metric(), sample)
        : inStretch(line.metric(), run.timeline().get(sample));
  }

  /** What a counter added in the quarter of an hour that ends with a stretch, or in less. */
  private Optional<Double> inQuarterHour(Metric metric, int sample) {
    long fromMs = endOf(sample) - QUARTER_HOUR_MS;
    return inStretch(metric, run.timeline().get(sample))
        .map(sum -> sum - (fromMs <= run.startedAtMs() ? 0 : sumAt(metric, fromMs, sample)));
  }

  /** A counter at the end of the first stretch that ends then or later, but before another. */
  private double sumAt(Metric metric, long atMs, int before) {
    int i = before - 1;
    while (i > 0 && endOf(i - 1) >= atMs) {
      i--;
    }
    return i < 0 ? 0 : inStretch(metric, run.timeline().get(i)).orElse(0.0);
  }

  /** The most that a counter added in a quarter of an hour; empty where stretches are longer. */
  Optional<Double> worstQuarterHour(Metric metric) {
    boolean isTold =
        IntStream.range(0, run.timeline().size())
            .allMatch(i -> endOf(i) - run.timeline().get(i).atMs() <= QUARTER_HOUR_MS);
    return IntStream.range(0, isTold ? run.timeline().size() : 0)
        .mapToObj(i -> inQuarterHour(metric, i))
        .flatMap(Optional::stream)
        .max(Double::compare);
  }

  /** Whether a run record can have a value of the metric; others are in CloudWatch only. */
  static boolean isRecorded(Metric metric) {
    return switch (metric) {
      case RUN_FAILED,
          RUN_STOPS,
          GUARD_FAILURES,
          EVENTS_DROPPED,
          PUBLISH_LATENCY,
          PUBLISH_FAILURES,
          PUBLISH_RETRIES,
          PUBLISH_DROPPED ->
          false;
      default -> true;
    };
  }

  /** The limit in force in this run, in the metric's unit. */
  double limit(Guardrail guardrail) {
    return switch (guardrail) {
      case SHUFFLE -> run.limits().shuffleBytes();
      case LIVE_HEAP, OVERHEAD -> 100 * run.limits().memoryRatio();
      case UTILIZATION -> 100 * run.limits().utilizationRatio();
      case EXECUTOR_LOSSES, RUN_STOPPED, SPILL, REPEATED_WORK, PUBLISH_FAILURES, REJECTED_ROWS ->
          guardrail.threshold().limit();
    };
  }

  /** The threshold in force in this run. */
  Threshold threshold(Guardrail guardrail) {
    return new Threshold(guardrail.threshold().comparison(), limit(guardrail));
  }

  /** The exit code with which the guard ends a run. */
  int stopExitCode() {
    return settings().count(Setting.STOP_EXIT_CODE);
  }

  /** The settings in force, as far as the record tells; defaults where it does not. */
  Settings settings() {
    return Settings.from(
        run.configuration().stream()
            .collect(
                Collectors.toMap(
                    ConfigurationEntry::key,
                    ConfigurationEntry::value,
                    (first, second) -> second)));
  }

  /** Whether the guard really stopped the run; when observing it only says that it would have. */
  boolean isStopped() {
    return run.verdict().isStop() && run.mode().equals("enforce");
  }

  private static @Nullable Double percent(@Nullable Double ratio) {
    return ratio == null ? null : 100 * ratio;
  }

  private static @Nullable Double number(@Nullable Long rows) {
    return rows == null ? null : (double) rows;
  }

  private static double count(boolean present) {
    return present ? 1 : 0;
  }
}
