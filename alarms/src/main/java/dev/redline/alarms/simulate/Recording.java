package dev.redline.alarms.simulate;

import dev.redline.alarms.Watch;
import dev.redline.alarms.Watch.Series;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What one job published, series by series. Filled once, then only read; not thread-safe. */
public final class Recording {
  private final Map<Key, NavigableMap<Long, Double>> series = new HashMap<>();

  private record Key(String metricName, String cause) {}

  /**
   * Adds a value, which is added to what the series already has at that time.
   *
   * @param metricName the metric's name in CloudWatch, suffix included
   * @param cause its dimension Cause; empty where it has none
   * @param atMs its timestamp in milliseconds since the epoch
   * @param value the value; one that is not finite is left out, as CloudWatch refuses it
   */
  public void add(String metricName, String cause, long atMs, double value) {
    if (Double.isFinite(value)) {
      values(metricName, cause).merge(atMs, value, Double::sum);
    }
  }

  /** As {@link #add}, but of several values at one time the largest counts. */
  public void peak(String metricName, String cause, long atMs, double value) {
    if (Double.isFinite(value)) {
      values(metricName, cause).merge(atMs, value, Math::max);
    }
  }

  /** As {@link #add}, but of several values at one time the last counts. */
  void replace(String metricName, String cause, long atMs, double value) {
    values(metricName, cause).put(atMs, value);
  }

  private NavigableMap<Long, Double> values(String metricName, String cause) {
    return series.computeIfAbsent(new Key(metricName, cause), key -> new TreeMap<>());
  }

  /** Whether there is nothing in it. */
  public boolean isEmpty() {
    return series.isEmpty();
  }

  /** The time of the first value; of no use when empty. */
  public long firstMs() {
    return series.values().stream().mapToLong(NavigableMap::firstKey).min().orElse(0);
  }

  /** The time of the last value; of no use when empty. */
  public long lastMs() {
    return series.values().stream().mapToLong(NavigableMap::lastKey).max().orElse(0);
  }

  /** What CloudWatch shows for a period, from its start to before its end; null without data. */
  public @Nullable Double value(Watch watch, long fromMs, long toMs) {
    if (watch instanceof Watch.Math math) {
      List<Double> values = new ArrayList<>();
      for (Series wanted : math.series()) {
        Double value = one(wanted, fromMs, toMs);
        values.add(value == null ? 0 : value);
      }
      return math.of(values);
    }
    return one((Series) watch, fromMs, toMs);
  }

  private @Nullable Double one(Series wanted, long fromMs, long toMs) {
    NavigableMap<Long, Double> values = series.get(new Key(wanted.metricName(), wanted.cause()));
    if (values == null) {
      return null;
    }
    Map<Long, Double> period = values.subMap(fromMs, true, toMs, false);
    if (period.isEmpty()) {
      return null;
    }
    return wanted.statistic().equals("Sum")
        ? period.values().stream().mapToDouble(v -> v).sum()
        : period.values().stream().mapToDouble(v -> v).max().orElseThrow();
  }
}
