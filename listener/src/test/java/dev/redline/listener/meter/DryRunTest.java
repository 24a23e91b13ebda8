package dev.redline.listener.meter;

import static dev.redline.listener.meter.Signals.EVERYTHING_MEASURED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.redline.catalog.Settings;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;

class DryRunTest {
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  private String text() {
    return printed.toString(StandardCharsets.UTF_8);
  }

  @Test
  void saysWhatEachSeriesCosts() {
    DryRun dry = new DryRun(new PrintStream(printed, true), Duration.ofMinutes(1));
    for (int minute = 0; minute < 90; minute++) {
      dry.send(
          request(Instant.parse("2026-11-24T12:00:00Z").plusSeconds(60 * minute)),
          Outbox.CALL_TIMEOUT);
    }
    dry.close();

    assertThat(text()).containsOnlyOnce("would send Redline/a = 1.0 Count");
    // Two series, all month: 0.60, and 43,800 requests: 0.44. In this run: 4 series-hours of 730,
    // and 90 requests.
    assertThat(text())
        .contains("180 values of 2 series in 90 requests", "$1.04 a month", "$0.0025 ($0.08");
  }

  private static PutMetricDataRequest request(Instant at) {
    MetricDatum datum =
        MetricDatum.builder()
            .metricName("a")
            .value(1.0)
            .unit(StandardUnit.COUNT)
            .timestamp(at)
            .build();
    return PutMetricDataRequest.builder()
        .namespace("Redline")
        .metricData(datum, datum.toBuilder().metricName("b").build())
        .build();
  }

  @Test
  void needsNothingOfAws() {
    PrintStream stderr = System.err;
    System.setErr(new PrintStream(printed, true));
    try {
      MetricPublisher publisher =
          MetricPublisher.start(
              Settings.from(
                  Map.of(
                      "spark.redline.cloudwatch.dry-run", "true",
                      "spark.redline.cloudwatch.run-id", "true")));
      publisher.runId("jr_1");
      publisher.meters("nightly", "test", () -> EVERYTHING_MEASURED);
      publisher.close(Duration.ofMinutes(1));
    } finally {
      System.setErr(stderr);
    }

    assertThat(text())
        .contains(
            "redline.guard.alive.value{Environment=test, JobName=nightly} = 1.0 Count",
            "redline.guard.alive.value{Environment=test, JobName=nightly, JobRunId=jr_1} = 1.0",
            "nothing was sent");
  }
}
