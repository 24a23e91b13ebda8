package dev.redline.listener.meter;

import static dev.redline.listener.meter.Signals.EVERYTHING_MEASURED;
import static dev.redline.listener.meter.Signals.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.redline.catalog.Metric;
import dev.redline.catalog.Settings;
import dev.redline.listener.meter.CloudWatchEndpoint.Datum;
import dev.redline.listener.signal.TaskOutcome;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(AwsProperties.class)
@Timeout(180)
class MetricPublisherTest {
  private static final Duration PLENTY = Duration.ofMinutes(1);

  private CloudWatchEndpoint endpoint;
  private LogLines log;

  @BeforeEach
  void open() throws Exception {
    endpoint = new CloudWatchEndpoint();
    log = LogLines.of(MetricPublisher.class.getPackageName());
  }

  @AfterEach
  void close() throws Exception {
    endpoint.close();
    Await.untilNobodyPublishes();
    log.close();
  }

  @Test
  void aRunShorterThanAStepPublishesEverythingAtItsEnd() {
    MetricPublisher publisher = publisher(Map.of());
    CatalogMeters meters = meters(publisher, "short");
    meters.record(task(TaskOutcome.SUCCEEDED, 100, 0));

    publisher.close(PLENTY);

    assertThat(values(Metric.SHUFFLE_WRITTEN)).contains(100.0);
    assertThat(values(Metric.MEMORY_LIVE_HEAP)).contains(50.0);
    assertThat(endpoint.received()).extracting(Datum::namespace).containsOnly("Redline");
  }

  @Test
  void publishesEveryStepAndTheRestAtTheEnd() {
    MetricPublisher publisher = publisher(Map.of("step", "1s", "namespace", "Team/Loads"));
    CatalogMeters meters = meters(publisher, "stepwise");
    meters.record(task(TaskOutcome.SUCCEEDED, 100, 0));

    Await.until(() -> values(Metric.SHUFFLE_WRITTEN).contains(100.0));
    meters.record(task(TaskOutcome.SUCCEEDED, 20, 0));
    publisher.close(PLENTY);

    assertThat(values(Metric.SHUFFLE_WRITTEN))
        .filteredOn(value -> value > 0)
        .containsExactly(100.0, 20.0);
    assertThat(endpoint.received()).extracting(Datum::namespace).containsOnly("Team/Loads");
  }

  @Test
  void publishesSoonAfterTheStartHoweverLongTheStep() {
    try (MetricPublisher publisher = publisher(Map.of("step", "1h"))) {
      meters(publisher, "early");
      Await.until(() -> !endpoint.received().isEmpty());

      assertThat(values(Metric.GUARD_ALIVE)).containsExactly(1.0);
    }
  }

  @Test
  void aJobMayBeNamedAsItLikes() {
    MetricPublisher publisher = publisher(Map.of());
    String name = "load sales/2026 " + "x".repeat(300);
    meters(publisher, name);

    publisher.close(PLENTY);

    assertThat(endpoint.received())
        .isNotEmpty()
        .allSatisfy(datum -> assertThat(datum.dimensions()).containsEntry("JobName", name));
  }

  @Test
  void publishesNothingAndStartsNothingUnlessAsked() {
    List<String> before = threads();
    try (MetricPublisher publisher = MetricPublisher.start(Settings.defaults())) {
      meters(publisher, "quiet").record(task(TaskOutcome.SUCCEEDED, 1, 0));

      assertThat(before)
          .containsAll(threads().stream().filter(name -> name.startsWith("redline")).toList());
    }
    assertThat(endpoint.requests()).isZero();
  }

  @Test
  void allItsThreadsRunFromTheStartAreDaemonsAndBearItsName() {
    MetricPublisher publisher = publisher(Map.of());
    List<String> atStart = threads();
    meters(publisher, "threads");

    publisher.close(PLENTY);

    assertThat(atStart).contains("redline-metrics daemon", "redline-metrics-timeout daemon");
    assertThat(threads())
        .as("threads since then, but for those of the JDK's HTTP client and of this test's server")
        .filteredOn(thread -> !atStart.contains(thread))
        .allMatch(thread -> thread.matches("(Keep-Alive-Timer|pool-|idle-timeout-task).*"));
  }

  @Test
  void closesWithinTheDeadlineWhenCloudWatchHangs() {
    endpoint.hang();
    MetricPublisher publisher = publisher(Map.of());
    meters(publisher, "hanging");

    // The test's own limit is the proof: the endpoint hangs until the test is over.
    publisher.close(Duration.ofMillis(500));

    assertThat(log.lines()).anyMatch(line -> line.contains("spark.redline.flush.deadline"));
  }

  @Test
  void aSecondCloseDoesNothing() {
    MetricPublisher publisher = publisher(Map.of());
    meters(publisher, "twice");

    publisher.close(PLENTY);
    int requests = endpoint.requests();
    publisher.close();

    assertThat(endpoint.requests()).isEqualTo(requests);
  }

  @Test
  void aMissingPermissionIsNamedOnce() {
    endpoint.refuse("AccessDenied");
    MetricPublisher publisher = publisher(Map.of("step", "1s"));
    meters(publisher, "denied");

    Await.until(() -> endpoint.requests() >= 2);
    publisher.close(PLENTY);

    assertThat(log.lines())
        .singleElement()
        .asString()
        .contains("403 AccessDenied", "cloudwatch:PutMetricData", "namespace Redline");
  }

  @Test
  void aHostThatDoesNotExistIsNamed() {
    assertThat(troubleWith(Map.of("endpoint", "http://cloudwatch.invalid:4566")))
        .contains("http://cloudwatch.invalid:4566", "spark.redline.cloudwatch.endpoint");
  }

  @Test
  void anEndpointThatIsNoAddressIsNamed() {
    assertThat(troubleWith(Map.of("endpoint", "not an address")))
        .contains("spark.redline.cloudwatch.endpoint=not an address");
  }

  @Test
  void aMissingRegionIsNamed() {
    assertThat(troubleWith(Map.of("region", "")))
        .contains("no AWS region", "spark.redline.cloudwatch.region");
  }

  @Test
  void missingCredentialsAreNamed() {
    AwsProperties.forgetCredentials();

    assertThat(troubleWith(Map.of()))
        .contains("no AWS credentials", "cloudwatch:PutMetricData", "AWS_ACCESS_KEY_ID");
  }

  /** The one line that a publisher with these settings logs. */
  private String troubleWith(Map<String, String> settings) {
    MetricPublisher publisher = publisher(settings);
    meters(publisher, "troubled");
    publisher.close(PLENTY);
    assertThat(log.lines()).hasSize(1);
    return log.lines().get(0);
  }

  private MetricPublisher publisher(Map<String, String> overrides) {
    Map<String, String> settings =
        new HashMap<>(
            Map.of("enabled", "true", "region", "eu-central-1", "endpoint", endpoint.url()));
    settings.putAll(overrides);
    settings.values().removeIf(String::isEmpty);
    Map<String, String> configuration = new HashMap<>();
    settings.forEach((key, value) -> configuration.put("spark.redline.cloudwatch." + key, value));
    return MetricPublisher.start(Settings.from(configuration));
  }

  private static CatalogMeters meters(MetricPublisher publisher, String jobName) {
    return publisher.meters(jobName, "test", () -> EVERYTHING_MEASURED);
  }

  private List<Double> values(Metric metric) {
    return endpoint.received().stream()
        .filter(datum -> datum.name().equals(metric.cloudWatchName()))
        .map(Datum::value)
        .toList();
  }

  private static List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(thread -> thread.getName() + (thread.isDaemon() ? " daemon" : ""))
        .sorted()
        .toList();
  }
}
