package dev.redline.dashboards.lint;

/**
 * Something wrong with a dashboard body.
 *
 * @param rule which rule it breaks
 * @param where a JSON pointer into the body; empty for the body as a whole
 * @param message what is wrong, with the value, and what to do
 */
public record Finding(Rule rule, String where, String message) {

  /** What is checked. */
  public enum Rule {
    /** The text is JSON, each member once. */
    JSON,
    /** The body has the form that CloudWatch documents. */
    SCHEMA,
    /** CloudWatch's limits of widgets, metrics and searches. */
    LIMITS,
    /** Widgets stay within the grid's 24 columns. */
    GRID,
    /** No two widgets cover the same place. */
    OVERLAP,
    /** A metric's array can be read: pairs of dimensions, and shorthands with something before. */
    METRIC_SYNTAX,
    /** Somebody publishes a metric of this name in this namespace. */
    UNKNOWN_METRIC,
    /** The metric is published with exactly these dimensions. */
    DIMENSIONS,
    /** The statistic tells the truth: sums of counters, not of gauges. */
    STATISTIC,
    /** Expressions use ids of their own widget, each given once. */
    EXPRESSION,
    /** A variable replaces something. */
    VARIABLE
  }

  @Override
  public String toString() {
    return rule + " at " + (where.isEmpty() ? "the body" : where) + ": " + message;
  }
}
