package dev.redline.catalog;

/**
 * How a metric behaves between two publications, which decides the name and the statistic under
 * which CloudWatch shows it.
 *
 * <p>The suffixes are those of Micrometer's {@code CloudWatchMeterRegistry.metricData()} (checked
 * against 1.17): a counter {@code x} arrives as {@code x.count} with the increase of one step, a
 * gauge as {@code x.value} with the value at the time of publishing.
 */
public enum MeterKind {
  COUNTER(".count", "Sum"),
  GAUGE(".value", "Maximum");

  private final String suffix;
  private final String statistic;

  MeterKind(String suffix, String statistic) {
    this.suffix = suffix;
    this.statistic = statistic;
  }

  /** What the registry appends to the metric's name. */
  public String suffix() {
    return suffix;
  }

  /** The CloudWatch statistic that adds up the truth over a period. */
  public String statistic() {
    return statistic;
  }
}
