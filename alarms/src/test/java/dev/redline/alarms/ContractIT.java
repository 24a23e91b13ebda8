package dev.redline.alarms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.redline.alarms.Watch.Series;
import dev.redline.catalog.Settings;
import dev.redline.catalog.StopCause;
import dev.redline.dashboards.Dashboards;
import dev.redline.dashboards.Target;
import dev.redline.listener.meter.CatalogMeters;
import dev.redline.listener.meter.MetricPublisher;
import dev.redline.listener.meter.Troubles;
import dev.redline.listener.run.Vitals;
import dev.redline.listener.signal.Loss;
import dev.redline.listener.signal.LossCause;
import dev.redline.listener.signal.Memory;
import dev.redline.listener.signal.Signal;
import dev.redline.listener.signal.TaskOutcome;
import dev.redline.listener.signal.TaskRef;
import dev.redline.listener.signal.TaskWork;
import dev.redline.sandbox.localstack.LocalStack;
import dev.redline.sandbox.localstack.LocalStackExtension;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Every series that an alarm or a widget looks at is one that the agent's registry has published:
 * name and dimensions, down to the causes.
 */
@ExtendWith(LocalStackExtension.class)
class ContractIT {
  private static final String NAMESPACE = "Redline";
  private static final String JOB = "everything";
  private static final String ENVIRONMENT = "test";

  private final LocalStack localStack;
  private final Aws aws;

  /** What CloudWatch tells series apart by. */
  record Published(String name, Map<String, String> dimensions) {}

  ContractIT(LocalStack localStack) {
    this.localStack = localStack;
    aws = Aws.of(localStack);
  }

  @BeforeEach
  void giveTheAgentCredentials() {
    System.setProperty("aws.accessKeyId", LocalStack.ACCESS_KEY);
    System.setProperty("aws.secretAccessKey", LocalStack.ACCESS_KEY);
  }

  @AfterEach
  void forgetCredentials() {
    System.clearProperty("aws.accessKeyId");
    System.clearProperty("aws.secretAccessKey");
  }

  @Test
  void alarmsAndWidgetsLookAtWhatIsPublished() throws Exception {
    publishEverything();
    await().atMost(Duration.ofMinutes(3)).until(() -> published().size() > 20);
    Set<Published> published = published();

    assertThat(published).containsAll(watchedByAlarms());
    assertThat(published).containsAll(shownByWidgets());
  }

  private Set<Published> published() {
    return aws
        .cloudWatch()
        .listMetricsPaginator(request -> request.namespace(NAMESPACE))
        .metrics()
        .stream()
        .map(
            metric ->
                new Published(
                    metric.metricName(),
                    metric.dimensions().stream()
                        .collect(Collectors.toMap(d -> d.name(), d -> d.value()))))
        .filter(published -> JOB.equals(published.dimensions().get("JobName")))
        .collect(Collectors.toSet());
  }

  private static Set<Published> watchedByAlarms() {
    return Alarms.all().stream()
        .filter(MetricAlarm.class::isInstance)
        .flatMap(alarm -> ((MetricAlarm) alarm).watch().series().stream())
        .filter(series -> !series.namespace().equals(Series.EVENTS_NAMESPACE))
        .map(series -> new Published(series.metricName(), resolved(series.dimensions())))
        .collect(Collectors.toSet());
  }

  private static Map<String, String> resolved(Map<String, String> dimensions) {
    Map<String, String> resolved = new TreeMap<>();
    dimensions.forEach(
        (key, value) ->
            resolved.put(
                key, value.replace("${JobName}", JOB).replace("${Environment}", ENVIRONMENT)));
    return resolved;
  }

  @Test
  void theDashboardShowsAlarmsThatThereAre() throws Exception {
    List<String> shown = new ArrayList<>();
    for (JsonNode widget : body().path("widgets")) {
      widget.at("/properties/alarms").forEach(arn -> shown.add(arn.asText().replaceAll(".*:", "")));
    }
    assertThat(shown)
        .isNotEmpty()
        .allMatch(
            name ->
                Alarms.all().stream()
                    .anyMatch(alarm -> Alarms.name(ENVIRONMENT, JOB, alarm).equals(name)));
  }

  private static JsonNode body() throws IOException {
    Target target = Target.job(JOB, ENVIRONMENT, LocalStack.REGION).withAlarms("000000000000");
    return new ObjectMapper().readTree(Dashboards.body(target));
  }

  /** The arrays of a body's metric widgets: namespace, name, then keys and values of dimensions. */
  private static Set<Published> shownByWidgets() throws Exception {
    JsonNode body = body();
    Set<Published> shown = new HashSet<>();
    for (JsonNode widget : body.path("widgets")) {
      for (JsonNode metric : widget.at("/properties/metrics")) {
        if (metric.path(0).asText().equals(NAMESPACE)) {
          Map<String, String> dimensions = new TreeMap<>();
          for (int i = 2; i + 1 < metric.size() && metric.path(i).isTextual(); i += 2) {
            dimensions.put(metric.path(i).asText(), metric.path(i + 1).asText());
          }
          shown.add(new Published(metric.path(1).asText(), dimensions));
        }
      }
    }
    assertThat(shown).hasSizeGreaterThan(10);
    return shown;
  }

  private void publishEverything() {
    Map<String, String> conf =
        Map.of(
            "spark.redline.cloudwatch.enabled",
            "true",
            "spark.redline.cloudwatch.region",
            LocalStack.REGION,
            "spark.redline.cloudwatch.endpoint",
            localStack.endpoint().toString());
    try (MetricPublisher publisher = MetricPublisher.start(Settings.from(conf))) {
      Troubles.count(publisher);
      for (StopCause cause : StopCause.values()) {
        meters(publisher).recordStop(cause);
      }
      CatalogMeters meters = meters(publisher);
      for (LossCause cause : LossCause.values()) {
        Loss loss = new Loss("1", 3, cause, cause.isCounted(), "rule", "a reason");
        meters.record(new Signal.ExecutorLost(3, loss));
      }
      TaskWork work = new TaskWork(10, 1, 100, 0, 10, 0, 0);
      meters.record(
          new Signal.TaskEnded(2, new TaskRef(1, 0, 0), "1", 1, TaskOutcome.FAILED, work));
      meters.record(new Signal.RowsCounted(9, 10L, 1L, 2L, 7L));
      meters.record(new Signal.EventsDropped(9, 3));
      meters.record(new Signal.RunEnded(9, 1));
      meters.recordFailure();
      publisher.close(Duration.ofSeconds(30));
    }
  }

  private static CatalogMeters meters(MetricPublisher publisher) {
    Vitals everything = new Vitals(4096, new Memory(0.5, 0.2, 0.7, 0.6), 0.1, 0.1, 2);
    return publisher.meters(JOB, ENVIRONMENT, () -> everything);
  }
}
