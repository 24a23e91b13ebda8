package dev.redline.listener.meter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.redline.catalog.Settings;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataRequest;

class CloudWatchStepRegistryTest {
  private final List<MetricDatum> sent = new ArrayList<>();
  private final CatalogClient client =
      new CatalogClient(request -> sent.addAll(request.metricData()));
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
    List<PutMetricDataRequest> requests = new ArrayList<>();
    PutMetricDataRequest empty = PutMetricDataRequest.builder().metricData(List.of()).build();

    assertThat(new CatalogClient(requests::add).putMetricData(empty)).isCompleted();
    assertThat(requests).isEmpty();
  }
}
