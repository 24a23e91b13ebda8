package dev.redline.listener.meter;

import dev.redline.catalog.Setting;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;

/**
 * Lets the first so many series through, for as long as the run takes, and no others: CloudWatch
 * charges for every one, and none can be deleted. Used by one thread.
 */
final class SeriesLimit implements Predicate<MetricDatum> {
  private static final Logger log = LoggerFactory.getLogger(SeriesLimit.class);

  private final int limit;
  private final PublishStatistics statistics;
  private final Set<String> known = new HashSet<>();
  private boolean told;

  SeriesLimit(int limit, PublishStatistics statistics) {
    this.limit = limit;
    this.statistics = statistics;
  }

  @Override
  public boolean test(MetricDatum datum) {
    String series = seriesOf(datum);
    if (known.contains(series)) {
      return true;
    }
    if (known.size() < limit) {
      return known.add(series);
    }
    statistics.dropped(1);
    if (!told) {
      told = true;
      log.warn(
          "This run has more than {} series of metrics ({}); further ones, such as {}, are not"
              + " published",
          limit,
          Setting.CLOUDWATCH_SERIES_LIMIT.key(),
          series);
    }
    return false;
  }

  /** The name and dimensions of a value, as people write them. */
  static String seriesOf(MetricDatum datum) {
    StringBuilder series = new StringBuilder(datum.metricName());
    String separator = "{";
    for (Dimension dimension : datum.dimensions()) {
      series.append(separator).append(dimension.name()).append('=').append(dimension.value());
      separator = ", ";
    }
    return separator.equals("{") ? series.toString() : series.append('}').toString();
  }
}
