package dev.redline.dashboards.report;

import dev.redline.catalog.Dimension;
import dev.redline.catalog.MeterKind;
import dev.redline.catalog.Metric;
import dev.redline.listener.run.RunRecord;
import dev.redline.listener.run.RunRecord.Sample;
import dev.redline.listener.signal.Loss;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/**
 * What CloudWatch would have of a run, minute by minute, as far as its record tells.
 *
 * @param readings the run
 */
record MetricHistory(Readings readings) {
  /** The agent's step and the dashboard's period. */
  static final int PERIOD_SECONDS = 60;

  private static final int MAX_PERIODS = 31 * 24 * 60;
  private static final long PERIOD_MS = 1_000L * PERIOD_SECONDS;

  /**
   * Periods from the run's start to its end, at least one.
   *
   * @throws IllegalArgumentException if the run lasted longer than a page can draw
   */
  int periods() {
    RunRecord run = readings.run();
    long periods = (run.endedAtMs() - run.startedAtMs() + PERIOD_MS - 1) / PERIOD_MS;
    if (periods > MAX_PERIODS) {
      throw new IllegalArgumentException(
          "the run lasted %d minutes; a preview shows at most 31 days".formatted(periods));
    }
    return (int) Math.max(1, periods);
  }

  /**
   * The values of a series, one for each period, NaN where there is none; empty if it has none at
   * all.
   *
   * @param name the metric's name in CloudWatch
   */
  Optional<double[]> values(String name, Map<String, String> dimensions) {
    return Arrays.stream(Metric.values())
        .filter(metric -> metric.cloudWatchName().equals(name))
        .findFirst()
        .map(metric -> values(metric, dimensions))
        .filter(values -> Arrays.stream(values).anyMatch(value -> !Double.isNaN(value)));
  }

  /** Values of longer periods, by the clock as CloudWatch counts them, each where it begins. */
  double[] inPeriods(double[] values, int seconds, String statistic) {
    int length = Math.max(1, seconds / PERIOD_SECONDS);
    if (length == 1) {
      return values;
    }
    double[] longer = filled(Double.NaN);
    long firstMinute = readings.run().startedAtMs() / PERIOD_MS;
    int from = 0;
    while (from < values.length) {
      int to = (int) Math.min(values.length, from + length - (firstMinute + from) % length);
      DoubleStream known = Arrays.stream(values, from, to).filter(value -> !Double.isNaN(value));
      longer[from] = together(known, statistic).orElse(Double.NaN);
      from = to;
    }
    return longer;
  }

  private static OptionalDouble together(DoubleStream values, String statistic) {
    return switch (statistic) {
      case "Sum" -> values.reduce(Double::sum);
      case "Average" -> values.average();
      case "Minimum" -> values.min();
      default -> values.max();
    };
  }

  private double[] values(Metric metric, Map<String, String> dimensions) {
    String cause = dimensions.get(Dimension.CAUSE.key());
    if (metric == Metric.EXECUTOR_LOSSES || metric == Metric.EXECUTOR_LOSSES_COUNTED) {
      return losses(metric == Metric.EXECUTOR_LOSSES_COUNTED, cause);
    }
    if (metric == Metric.GUARD_ALIVE) {
      return filled(readings.ofRun(metric).orElse(Double.NaN));
    }
    if (metric.kind() == MeterKind.GAUGE) {
      return gauge(metric);
    }
    return isOverTime(metric) ? counter(metric) : atTheEnd(metric);
  }

  private boolean isOverTime(Metric metric) {
    List<Sample> samples = readings.run().timeline();
    return !samples.isEmpty() && readings.inStretch(metric, samples.get(0)).isPresent();
  }

  private double[] losses(boolean countedOnly, @Nullable String cause) {
    double[] values = filled(cause == null ? 0 : Double.NaN);
    for (Loss loss : readings.run().losses()) {
      if (!(countedOnly && !loss.counted())
          && (cause == null || loss.cause().name().equals(cause))) {
        int i = period(loss.atMs());
        values[i] = Double.isNaN(values[i]) ? 1 : values[i] + 1;
      }
    }
    return values;
  }

  /** The highest of a period; utilization is published as a mean over minutes. */
  private double[] gauge(Metric metric) {
    double[] values = filled(Double.NaN);
    int[] counts = new int[values.length];
    boolean isMean = metric == Metric.WORKER_UTILIZATION || metric == Metric.GC_SHARE;
    for (int s = 0; s < readings.run().timeline().size(); s++) {
      int i = period(readings.endOf(s) - 1);
      Optional<Double> value = readings.inStretch(metric, readings.run().timeline().get(s));
      if (value.isPresent()) {
        counts[i]++;
        double before = counts[i] == 1 ? value.get() : values[i];
        values[i] =
            isMean ? before + (value.get() - before) / counts[i] : Math.max(before, value.get());
      }
    }
    return values;
  }

  /** Of sums from the start of the run, what each period added. */
  private double[] counter(Metric metric) {
    double[] sums = gauge(metric);
    double[] values = new double[sums.length];
    double before = 0;
    for (int i = 0; i < sums.length; i++) {
      double sum = Double.isNaN(sums[i]) ? before : sums[i];
      values[i] = sum - before;
      before = sum;
    }
    return values;
  }

  private double[] atTheEnd(Metric metric) {
    double[] values = filled(readings.ofRun(metric).map(value -> 0.0).orElse(Double.NaN));
    values[values.length - 1] = readings.ofRun(metric).orElse(Double.NaN);
    return values;
  }

  private double[] filled(double value) {
    double[] values = new double[periods()];
    Arrays.fill(values, value);
    return values;
  }

  private int period(long atMs) {
    long index = (atMs - readings.run().startedAtMs()) / PERIOD_MS;
    return (int) Math.min(periods() - 1, Math.max(0, index));
  }
}
