package dev.redline.listener.meter;

import static dev.redline.listener.meter.Signals.EVERYTHING_MEASURED;
import static dev.redline.listener.meter.Signals.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.redline.catalog.Settings;
import dev.redline.listener.registry.PrometheusProvider;
import dev.redline.listener.signal.Signal;
import dev.redline.listener.signal.TaskOutcome;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class ForeignRegistriesTest {
  private final LogLines log = LogLines.of(MetricPublisher.class.getPackageName());

  @AfterEach
  void close() {
    log.close();
  }

  private static MetricPublisher publisher(String registries) {
    return MetricPublisher.start(Settings.from(Map.of("spark.redline.registries", registries)));
  }

  @Test
  void aRegistryOfTheJobsOwnGetsWhatCloudWatchGets() {
    MetricPublisher publisher = publisher("prometheus");
    CatalogMeters meters = publisher.meters("nightly", "test", () -> EVERYTHING_MEASURED);
    meters.record(task(TaskOutcome.SUCCEEDED, 100, 0));
    meters.record(task(TaskOutcome.SUCCEEDED, 20, 0));
    meters.record(new Signal.RowsCounted(1, 10L, 1L, 2L, 7L));
    String scraped = PrometheusProvider.scrape();
    publisher.close(Duration.ofMinutes(1));

    String job = "{Environment=\"test\",JobName=\"nightly\"} ";
    assertThat(scraped.lines())
        .contains(
            "redline_guard_alive" + job + "1.0",
            "redline_executor_memory_live_heap_percent" + job + "50.0",
            "redline_shuffle_written_bytes_total" + job + "120.0",
            "redline_etl_rows_loaded_total" + job + "7.0");
    assertThat(log.lines()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "promteheus | There is no registry 'promteheus' (spark.redline.registries)",
        "org.example.Missing | The registry 'org.example.Missing' (spark.redline.registries)",
        "java.lang.Object | The registry 'java.lang.Object' (spark.redline.registries)"
      })
  void aRegistryThatIsNotThereIsToldOnceAndTheOthersWork(String name, String told) {
    MetricPublisher publisher =
        publisher(name + ", io.micrometer.core.instrument.simple.SimpleMeterRegistry");
    publisher.meters("nightly", "test", () -> EVERYTHING_MEASURED);
    publisher.close(Duration.ofMinutes(1));

    assertThat(log.lines()).singleElement().asString().startsWith(told);
  }

  @Test
  void aRegistryThatHangsDelaysTheEndNoLongerThanTheDeadline() {
    MetricPublisher publisher = publisher("hanging");
    // The test's own limit is the proof: the registry hangs for ever.
    publisher.close(Duration.ofMillis(300));

    assertThat(log.lines()).singleElement().asString().contains("hanging", "flush.deadline");
  }
}
