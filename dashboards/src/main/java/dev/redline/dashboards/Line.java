package dev.redline.dashboards;

import dev.redline.catalog.Dimension;
import dev.redline.catalog.MeterKind;
import dev.redline.catalog.Metric;

/**
 * One metric on a panel: a line of a chart or one of its numbers.
 *
 * @param label what a reader sees, in lower case
 * @param metric where the values come from
 * @param reading how values are taken together
 * @param tone its colour
 */
public record Line(String label, Metric metric, Reading reading, Tone tone) {

  /** How the values of a metric are taken together. */
  public enum Reading {
    /** By the metric's own statistic. */
    OWN,
    /** The mean, for gauges whose highest value would flatter. */
    MEAN,
    /** A counter added up from the beginning of the time shown. */
    ADDED_UP
  }

  public Line {
    if (reading == Reading.ADDED_UP && metric.kind() != MeterKind.COUNTER) {
      throw new IllegalArgumentException(
          "only counters can be added up, but " + metric.meterName() + " is a gauge");
    }
  }

  static Line of(String label, Metric metric, Tone tone) {
    return new Line(label, metric, Reading.OWN, tone);
  }

  static Line addedUp(String label, Metric metric, Tone tone) {
    return new Line(label, metric, Reading.ADDED_UP, tone);
  }

  /** Whether the metric has one series for each cause of a loss. */
  public boolean isByCause() {
    return metric.dimensions().contains(Dimension.CAUSE);
  }

  /** The CloudWatch statistic that gives this reading. */
  String statistic() {
    return reading == Reading.MEAN ? "Average" : metric.kind().statistic();
  }
}
