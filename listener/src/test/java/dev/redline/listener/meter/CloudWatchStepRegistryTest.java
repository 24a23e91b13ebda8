package dev.redline.listener.meter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.redline.catalog.Metric;
import dev.redline.catalog.Settings;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataRequest;

class CloudWatchStepRegistryTest {
  private final List<MetricDatum> sent = new ArrayList<>();
  private final PublishStatistics statistics = new PublishStatistics();
  private final CatalogClient client = new CatalogClient(Stream::of, statistics, sent::addAll);
  private final CloudWatchStepRegistry registry =
      new CloudWatchStepRegistry(Settings.defaults(), Duration.ofMillis(10), client);

  @Test
  void publishesWhatCountersGainedHoweverLongTheStepTook() {
    LongAdder events = new LongAdder();
    FunctionCounter.builder("events", events, LongAdder::doubleValue).register(registry);

    events.add(5);
    long threeStepsLater = System.nanoTime() + Duration.ofMillis(30).toNanos();
    while (System.nanoTime() < threeStepsLater) {
      Thread.onSpinWait();
    }
    registry.publishStep();
    events.add(2);
    registry.publishStep();
    registry.publishStep();

    assertThat(sent).extracting(MetricDatum::value).containsExactly(5.0, 2.0, 0.0);
  }

  @Test
  void dropsWhatIsNoNumber() {
    for (double value : new double[] {Double.NaN, Double.POSITIVE_INFINITY, -1.0 / 0, 7}) {
      Gauge.builder("gauge." + value, () -> value).register(registry);
    }
    FunctionCounter.builder("nan", this, test -> Double.NaN).register(registry);

    registry.publishStep();

    assertThat(sent).extracting(MetricDatum::value).containsExactly(7.0);
    assertThat(statistics.counter(Metric.PUBLISH_DROPPED).orElseThrow().sum())
        .as("both infinities; what is NaN was not measured")
        .isEqualTo(2);
  }

  @Test
  void publishesThePeakOfAStepOnce() {
    Peak peak = new Peak();
    Gauge.builder("memory", new Peaked(peak, () -> 0.5, false), Peaked::now)
        .strongReference(true)
        .register(registry);

    peak.observe(0.6);
    peak.observe(0.95);
    peak.observe(0.4);
    registry.publishStep();
    peak.observe(0.3);
    registry.publishStep();
    registry.publishStep();

    assertThat(sent).extracting(MetricDatum::value).containsExactly(0.95, 0.3, 0.5);
  }

  @Test
  void aLevelIsThereFromTheStepsStart() {
    Peak peak = new Peak();
    double[] now = {10};
    Gauge.builder("executors", new Peaked(peak, () -> now[0], true), Peaked::now)
        .strongReference(true)
        .register(registry);

    registry.publishStep();
    peak.observe(12);
    peak.observe(now[0] = 4);
    registry.publishStep();
    registry.publishStep();
    registry.publishStep();

    assertThat(sent).extracting(MetricDatum::value).containsExactly(10.0, 12.0, 4.0, 4.0);
  }

  @Test
  void dropsElementsThatAreNull() {
    MetricDatum datum = MetricDatum.builder().metricName("one").value(1.0).build();
    PutMetricDataRequest request =
        PutMetricDataRequest.builder().metricData(Arrays.asList(null, datum)).build();

    assertThat(client.putMetricData(request)).isCompleted();

    assertThat(sent).containsExactly(datum);
  }

  @Test
  void sendsNothingWhereNothingIsLeft() {
    List<List<MetricDatum>> handedOn = new ArrayList<>();
    PutMetricDataRequest empty = PutMetricDataRequest.builder().metricData(List.of()).build();

    assertThat(new CatalogClient(Stream::of, statistics, handedOn::add).putMetricData(empty))
        .isCompleted();
    assertThat(handedOn).isEmpty();
  }
}
