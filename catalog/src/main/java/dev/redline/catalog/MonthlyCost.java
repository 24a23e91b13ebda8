package dev.redline.catalog;

/**
 * What CloudWatch charges for metrics, in US dollars of us-east-1 without the free tier.
 *
 * <p>A series (a metric with one set of dimensions) is charged for by the hour in which it got a
 * value; the month's price is that of 730 hours. Prices as listed at
 * https://aws.amazon.com/cloudwatch/pricing/ and checked in 2026; other regions and later lists
 * differ.
 */
public final class MonthlyCost {
  /** Hours of a month, as AWS counts them. */
  public static final double HOURS = 730;

  private static final double[] TIER_SERIES = {10_000, 240_000, 750_000, Double.MAX_VALUE};
  private static final double[] TIER_DOLLARS = {0.30, 0.10, 0.05, 0.02};
  private static final double DOLLARS_OF_A_REQUEST = 0.01 / 1_000;

  private MonthlyCost() {}

  /**
   * The price of series that are there all month.
   *
   * @param series how many; a fraction is a series for a part of the month
   */
  public static double ofSeries(double series) {
    double dollars = 0;
    double left = series;
    for (int tier = 0; left > 0; tier++) {
      double here = Math.min(left, TIER_SERIES[tier]);
      dollars += here * TIER_DOLLARS[tier];
      left -= here;
    }
    return dollars;
  }

  /** The price of series that are there for some hours: each hour counts for each series. */
  public static double ofSeriesHours(double seriesHours) {
    return ofSeries(seriesHours / HOURS);
  }

  /** The price of requests that put metrics. */
  public static double ofRequests(double requests) {
    return requests * DOLLARS_OF_A_REQUEST;
  }
}
