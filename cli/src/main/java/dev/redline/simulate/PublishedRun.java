package dev.redline.simulate;

import dev.redline.alarms.Watch.Series;
import dev.redline.alarms.simulate.Recording;
import dev.redline.alarms.simulate.Simulator;
import dev.redline.catalog.Metric;
import dev.redline.catalog.StopCause;
import dev.redline.listener.run.RunRecord;
import dev.redline.listener.run.RunRecord.Sample;
import dev.redline.listener.signal.Loss;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the agent would have published of a recorded run: at its start, then once a minute, then at
 * its end. Counters rise by what the record's timeline says; what the record has for the whole run
 * only (rows) is published at the end.
 */
final class PublishedRun {
  private static final long STEP_MS = 60_000;
  private static final long FIRST_MS = 1_000;

  /** Glue reports the end of a run some time after the driver has died. */
  private static final long GLUE_DELAY_MS = 60_000;

  private final RunRecord run;
  private final boolean isStopped;
  private final long endMs;
  private final Recording recording = new Recording();

  private PublishedRun(RunRecord run, boolean enforced) {
    this.run = run;
    isStopped = run.verdict().isStop() && (enforced || run.mode().equals("enforce"));
    endMs =
        isStopped && enforced
            ? Math.max(run.startedAtMs(), run.verdict().atMs())
            : Math.max(run.startedAtMs(), run.endedAtMs());
  }

  /**
   * The series of a run.
   *
   * @param run what was recorded
   * @param enforced whether to take a guard that only observed for one that stopped the run
   * @param onGlue whether to add what EventBridge counts of a failed run of AWS Glue
   * @throws IllegalArgumentException if the run lasted more than a month
   */
  static Recording of(RunRecord run, boolean enforced, boolean onGlue) {
    if (run.endedAtMs() - run.startedAtMs() > Simulator.MAX_SPAN_MS) {
      throw new IllegalArgumentException(
          "the run lasted more than 31 days; are its times milliseconds since the epoch?");
    }
    PublishedRun published = new PublishedRun(run, enforced);
    published.steps();
    published.end();
    if (onGlue && (published.isStopped || published.isFailed())) {
      published.recording.add(Series.MATCHES, "", published.endMs + GLUE_DELAY_MS, 1);
    }
    return published.recording;
  }

  private void steps() {
    long beforeMs = run.startedAtMs() - 1;
    for (long atMs = run.startedAtMs() + FIRST_MS; atMs < endMs; atMs += STEP_MS) {
      step(beforeMs, atMs);
      beforeMs = atMs;
    }
    step(beforeMs, endMs);
  }

  /** Publishes what happened after one time, up to another. */
  private void step(long afterMs, long atMs) {
    add(Metric.GUARD_ALIVE, atMs, 1);
    List<Sample> samples = run.timeline();
    for (int i = 0; i < samples.size(); i++) {
      long untilMs = i + 1 < samples.size() ? samples.get(i + 1).atMs() : run.endedAtMs();
      if (untilMs > afterMs && untilMs <= atMs) {
        counters(i == 0 ? null : samples.get(i - 1), samples.get(i), atMs);
      }
    }
    lost(afterMs, atMs);
    last(samples, atMs).ifPresent(sample -> gauges(sample, atMs));
  }

  private void counters(@Nullable Sample before, Sample now, long atMs) {
    add(
        Metric.SHUFFLE_REPEATED,
        atMs,
        now.repeatedShuffleWriteBytes()
            - (before == null ? 0 : before.repeatedShuffleWriteBytes()));
    add(
        Metric.SPILL_DISK,
        atMs,
        now.spillDiskBytes() - (before == null ? 0 : before.spillDiskBytes()));
    peak(Metric.MEMORY_LIVE_HEAP, atMs, now.memory().liveHeapRatio());
    peak(Metric.MEMORY_OVERHEAD, atMs, now.memory().overheadRatio());
  }

  private void gauges(Sample now, long atMs) {
    add(Metric.SHUFFLE_TOTAL, atMs, now.shuffleWriteBytes());
    Double utilization = now.utilization();
    if (utilization != null) {
      add(Metric.WORKER_UTILIZATION, atMs, 100 * utilization);
    }
  }

  private void lost(long afterMs, long atMs) {
    long counted =
        run.losses().stream()
            .filter(Loss::counted)
            .filter(loss -> loss.atMs() > afterMs && loss.atMs() <= atMs)
            .count();
    add(Metric.EXECUTOR_LOSSES_COUNTED, atMs, counted);
  }

  private Optional<Sample> last(List<Sample> samples, long atMs) {
    return samples.stream().filter(sample -> sample.atMs() < atMs).reduce((a, b) -> b);
  }

  private void end() {
    add(Metric.RUN_STOPPED, endMs, isStopped ? 1 : 0);
    add(Metric.RUN_COMPLETED, endMs, !isStopped && run.complete() && !isFailed() ? 1 : 0);
    if (isStopped) {
      StopCause cause = run.verdict().stopCause();
      recording.add(Metric.RUN_STOPS.cloudWatchName(), cause.name(), endMs, 1);
    } else if (run.complete() && isFailed()) {
      add(Metric.RUN_FAILED, endMs, 1);
    }
    Long raw = run.totals().rows().raw();
    Long rejected = run.totals().rows().rejected();
    if (raw != null) {
      add(Metric.ROWS_RAW, endMs, raw);
    }
    if (rejected != null) {
      add(Metric.ROWS_REJECTED, endMs, rejected);
    }
  }

  private boolean isFailed() {
    return isTakenForFailed(run);
  }

  /** A record says how many jobs failed, not whether the last one did; any is taken for that. */
  static boolean isTakenForFailed(RunRecord run) {
    return run.totals().failedJobs() > 0;
  }

  private void peak(Metric metric, long atMs, @Nullable Double ratio) {
    if (ratio != null) {
      recording.peak(metric.cloudWatchName(), "", atMs, 100 * ratio);
    }
  }

  private void add(Metric metric, long atMs, double value) {
    recording.add(metric.cloudWatchName(), "", atMs, value);
  }
}
