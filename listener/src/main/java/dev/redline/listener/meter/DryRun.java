package dev.redline.listener.meter;

import dev.redline.catalog.MonthlyCost;
import dev.redline.catalog.Setting;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataRequest;

/**
 * Prints what would be sent, each series when it first appears, and at the end what that would cost
 * in a month. Sends nothing and needs neither region nor credentials.
 */
final class DryRun implements Channel {
  private final PrintStream out;
  private final double stepsAMonth;
  private final Map<String, Instant> hourOfSeries = new HashMap<>();
  private Instant step = Instant.MIN;
  private long seriesHours;
  private long steps;
  private long requests;
  private long values;

  /**
   * A dry run.
   *
   * @param out where to print
   * @param step how often metrics are published
   */
  DryRun(PrintStream out, Duration step) {
    this.out = out;
    this.stepsAMonth =
        MonthlyCost.HOURS * Duration.ofHours(1).toMillis() / Math.max(1, step.toMillis());
  }

  @Override
  public Outcome send(PutMetricDataRequest request, Duration atMost) {
    requests++;
    for (MetricDatum datum : request.metricData()) {
      values++;
      String name = SeriesLimit.seriesOf(datum);
      Instant hour = datum.timestamp().truncatedTo(ChronoUnit.HOURS);
      Instant before = hourOfSeries.put(name, hour);
      seriesHours += hour.equals(before) ? 0 : 1;
      if (before == null) {
        print("would send %s/%s = %s %s", request.namespace(), name, datum.value(), datum.unit());
      }
      steps += datum.timestamp().equals(step) ? 0 : 1;
      step = datum.timestamp();
    }
    return Outcome.ACCEPTED;
  }

  @Override
  public void close() {
    double always =
        MonthlyCost.ofSeries(hourOfSeries.size())
            + MonthlyCost.ofRequests(stepsAMonth * requests / Math.max(1, steps));
    double once = MonthlyCost.ofSeriesHours(seriesHours) + MonthlyCost.ofRequests(requests);
    print(
        "nothing was sent: %,d values of %,d series in %,d requests. A job that runs all the time"
            + " would cost $%.2f a month, a run like this one $%.4f ($%.2f a month if it starts"
            + " every day), in us-east-1 without the free tier",
        values, hourOfSeries.size(), requests, always, once, 30 * once);
  }

  private void print(String format, Object... arguments) {
    out.println(
        "REDLINE dry run ("
            + Setting.CLOUDWATCH_DRY_RUN.key()
            + "): "
            + String.format(Locale.ROOT, format, arguments));
  }
}
