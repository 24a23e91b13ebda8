package dev.redline.listener.meter;

import static dev.redline.listener.meter.Signals.EVERYTHING_MEASURED;
import static dev.redline.listener.meter.Signals.loss;
import static dev.redline.listener.meter.Signals.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.redline.catalog.Dimension;
import dev.redline.catalog.MeterKind;
import dev.redline.catalog.Metric;
import dev.redline.catalog.Settings;
import dev.redline.catalog.StopCause;
import dev.redline.listener.meter.CloudWatchEndpoint.Datum;
import dev.redline.listener.signal.LossCause;
import dev.redline.listener.signal.Signal;
import dev.redline.listener.signal.TaskOutcome;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What arrives at CloudWatch is what the catalog says, which alarms and dashboards rely on. */
@ExtendWith(AwsProperties.class)
class CatalogContractTest {

  /** What the catalog settles of a series. */
  record Series(String name, Set<String> dimensions, String unit) {}

  @Test
  void everyMetricOfTheCatalogIsPublishedAndNothingElse() throws Exception {
    Set<Series> published =
        publishEverything().stream()
            .map(d -> new Series(d.name(), new TreeSet<>(d.dimensions().keySet()), d.unit()))
            .collect(Collectors.toSet());

    Set<Series> catalog =
        Arrays.stream(Metric.values())
            .map(
                metric ->
                    new Series(
                        metric.cloudWatchName(),
                        metric.dimensions().stream()
                            .map(Dimension::key)
                            .collect(Collectors.toCollection(TreeSet::new)),
                        metric.unit().cloudWatchName()))
            .collect(Collectors.toSet());
    assertThat(published).isEqualTo(catalog);
  }

  @Test
  void everyCounterIsFedBySomeSignal() throws Exception {
    Set<String> fed =
        publishEverything().stream()
            .filter(datum -> datum.value() > 0)
            .map(Datum::name)
            .collect(Collectors.toSet());

    assertThat(fed)
        .containsAll(
            Arrays.stream(Metric.values())
                .filter(metric -> metric.kind() == MeterKind.COUNTER)
                .map(Metric::cloudWatchName)
                .toList());
  }

  /** A run that does everything, one that fails and one that is stopped. */
  private static List<Datum> publishEverything() throws Exception {
    try (CloudWatchEndpoint endpoint = new CloudWatchEndpoint();
        MetricPublisher publisher =
            MetricPublisher.start(
                Settings.from(
                    Map.of(
                        "spark.redline.cloudwatch.enabled", "true",
                        "spark.redline.cloudwatch.region", "eu-central-1",
                        "spark.redline.cloudwatch.endpoint", endpoint.url())))) {
      publisher.statistics().failed();
      publisher.statistics().retried(1);
      publisher.statistics().dropped(1);
      publisher.statistics().accepted(30);
      CatalogMeters meters = publisher.meters("nightly", "test", () -> EVERYTHING_MEASURED);
      meters.record(task(TaskOutcome.FAILED, 100, 10));
      meters.record(loss(LossCause.HEAP_OOM));
      meters.record(new Signal.RunEnded(9));
      meters.record(new Signal.RowsCounted(9, 10L, 1L, 2L, 7L));
      meters.record(new Signal.EventsDropped(9, 3));
      meters.recordFailure();
      CatalogMeters failed = publisher.meters("failed", "test", () -> EVERYTHING_MEASURED);
      failed.record(new Signal.RunEnded(9, 1));
      publisher.meters("stopped", "test", () -> EVERYTHING_MEASURED).recordStop(StopCause.HEAP_OOM);
      publisher.close(Duration.ofMinutes(1));
      return endpoint.received();
    }
  }
}
