package dev.redline.catalog;

/**
 * A limit and the side of it that is bad.
 *
 * @param comparison which side of the limit crosses it
 * @param limit the limit in the metric's unit: bytes, a count, or percent from 0 to 100
 */
public record Threshold(Comparison comparison, double limit) {

  /** The side of a limit that is bad. */
  public enum Comparison {
    ABOVE("GreaterThanThreshold"),
    AT_LEAST("GreaterThanOrEqualToThreshold"),
    BELOW("LessThanThreshold");

    private final String cloudWatchName;

    Comparison(String cloudWatchName) {
      this.cloudWatchName = cloudWatchName;
    }

    /** The operator's name in a CloudWatch alarm. */
    public String cloudWatchName() {
      return cloudWatchName;
    }
  }

  public Threshold {
    if (!Double.isFinite(limit) || limit < 0) {
      throw new IllegalArgumentException("limit must be a finite number from 0 up, was " + limit);
    }
  }

  /** Whether a value is on the bad side; never for NaN. */
  public boolean isCrossedBy(double value) {
    return switch (comparison) {
      case ABOVE -> value > limit;
      case AT_LEAST -> value >= limit;
      case BELOW -> value < limit;
    };
  }
}
