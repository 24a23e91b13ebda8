package dev.redline.catalog;

/**
 * The unit of a metric's values, by the name CloudWatch gives it.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDatum.html">MetricDatum,
 *     Unit</a>
 */
public enum Unit {
  BYTES("Bytes"),
  COUNT("Count"),
  MILLISECONDS("Milliseconds"),
  /**
   * A share from 0 to 100. Code holds shares as ratios from 0 to 1 and converts when publishing.
   */
  PERCENT("Percent");

  private final String cloudWatchName;

  Unit(String cloudWatchName) {
    this.cloudWatchName = cloudWatchName;
  }

  /**
   * The unit as CloudWatch spells it; Micrometer's CloudWatch registry matches it ignoring case.
   */
  public String cloudWatchName() {
    return cloudWatchName;
  }
}
