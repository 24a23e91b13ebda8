package dev.redline.dashboards;

import dev.redline.catalog.Dimension;
import dev.redline.catalog.Guardrail;
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
    ADDED_UP,
    /** A counter added up over a quarter of an hour, as guardrails on that compare it. */
    IN_QUARTER_HOUR
  }

  public Line {
    boolean isSum = reading == Reading.ADDED_UP || reading == Reading.IN_QUARTER_HOUR;
    if (isSum && metric.kind() != MeterKind.COUNTER) {
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

  static Line inQuarterHour(String label, Metric metric, Tone tone) {
    return new Line(label, metric, Reading.IN_QUARTER_HOUR, tone);
  }

  /** Whether the metric has one series for each cause of a loss. */
  public boolean isByCause() {
    return metric.dimensions().contains(Dimension.CAUSE);
  }

  /** Whether it shows what a guardrail compares with its limit. */
  boolean isWatchedBy(Guardrail guardrail) {
    return guardrail.metric() == metric
        && switch (guardrail.basis()) {
          case ANY_TIME -> reading != Reading.IN_QUARTER_HOUR;
          case QUARTER_HOUR -> reading == Reading.IN_QUARTER_HOUR;
          case SHARE_OF_ROWS -> false;
        };
  }

  /** The CloudWatch statistic that gives this reading. */
  String statistic() {
    return reading == Reading.MEAN ? "Average" : metric.kind().statistic();
  }
}
