package dev.redline.alarms;

import dev.redline.catalog.Metric;
import java.util.Arrays;
import java.util.Optional;

/** The units of the catalog's metrics, by the name that CloudWatch knows. */
final class Units {
  private Units() {}

  static Optional<String> of(String metricName) {
    return Arrays.stream(Metric.values())
        .filter(metric -> metric.cloudWatchName().equals(metricName))
        .map(metric -> metric.unit().cloudWatchName())
        .findFirst();
  }
}
