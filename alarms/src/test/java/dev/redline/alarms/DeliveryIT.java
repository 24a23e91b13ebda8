package dev.redline.alarms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.redline.alarms.simulate.Recording;
import dev.redline.alarms.simulate.Simulator;
import dev.redline.alarms.simulate.State;
import dev.redline.alarms.simulate.Transition;
import dev.redline.catalog.AlarmName;
import dev.redline.catalog.Guardrail.Severity;
import dev.redline.catalog.Metric;
import dev.redline.catalog.Settings;
import dev.redline.catalog.StopCause;
import dev.redline.listener.meter.CatalogMeters;
import dev.redline.listener.meter.MetricPublisher;
import dev.redline.listener.run.Vitals;
import dev.redline.listener.signal.Memory;
import dev.redline.sandbox.localstack.LocalStack;
import dev.redline.sandbox.localstack.LocalStackExtension;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cloudwatch.model.Datapoint;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;

/** What is published by the real publisher, up to whoever is subscribed. */
@ExtendWith(LocalStackExtension.class)
class DeliveryIT {
  private static final String ENVIRONMENT = "prod";
  private static final Duration STEP = Duration.ofSeconds(1);

  private final LocalStack localStack;
  private final Aws aws;

  @TempDir Path folder;

  DeliveryIT(LocalStack localStack) {
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

  /** Page by https, as PagerDuty and Opsgenie take it; ticket by mail. */
  @Test
  void aPagingServiceConfirmsAndGetsThePageAndItsEnd() throws Exception {
    String job = "load by https";
    try (Endpoint service = Endpoint.start(folder)) {
      aws.deploy(
          "https",
          job,
          Map.of(
              "Environment", ENVIRONMENT,
              "PageProtocol", "https",
              "PageEndpoint", service.address(),
              "TicketProtocol", "email",
              "TicketEndpoint", "team@example.com"));
      await().atMost(Duration.ofMinutes(3)).until(() -> !service.confirmations().isEmpty());
      confirm(service.confirmations().get(0));

      set(job, "guard-silent", StateValue.ALARM);
      await().atMost(Duration.ofMinutes(3)).until(() -> !service.messages().isEmpty());
      set(job, "guard-silent", StateValue.OK);
      await().atMost(Duration.ofMinutes(3)).until(() -> service.messages().size() == 2);

      JsonNode page = service.messages().get(0);
      assertThat(page.path("AlarmName").asText()).isEqualTo("prod-load by https-page");
      assertThat(page.path("NewStateReason").asText()).contains("prod-load by https-guard-silent");
      assertThat(page.path("AlarmDescription").asText()).contains("Job load by https in prod");
      assertThat(service.messages().get(1).path("NewStateValue").asText()).isEqualTo("OK");
    }
    String mail = aws.physicalId("https", "TicketSubscription");
    assertThat(mail).isNotEmpty();
    assertThat(resource("https", "TicketSubscription")).isEqualTo("AWS::SNS::Subscription");
  }

  private String resource(String stack, String name) {
    return aws.cloudFormation()
        .describeStackResource(r -> r.stackName(stack).logicalResourceId(name))
        .stackResourceDetail()
        .resourceType();
  }

  /** LocalStack names itself as it thinks it is reached from outside. */
  private void confirm(URI told) throws Exception {
    URI address = localStack.endpoint().resolve(told.getRawPath() + "?" + told.getRawQuery());
    int status =
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(address).build(), BodyHandlers.discarding())
            .statusCode();
    assertThat(status).isEqualTo(200);
  }

  private void set(String job, String alarmId, StateValue state) {
    aws.cloudWatch()
        .setAlarmState(
            r ->
                r.alarmName(AlarmName.of(ENVIRONMENT, job, alarmId))
                    .stateValue(state)
                    .stateReason("a test"));
  }

  /** 300 characters, with all that a dimension takes and an alarm's name does not. */
  @Test
  void aJobOfThreeHundredCharactersIsPagedUnderAShorterName() throws Exception {
    String job = "load \"sales\" a/b \\ ".repeat(20).substring(0, 300);
    String called = AlarmName.job(job);
    Inbox pages = new Inbox(aws.sqs(), "pages-of-a-long-name");
    aws.deploy(
        "long",
        called,
        Map.of(
            "PublishedJobName",
            job,
            "Environment",
            ENVIRONMENT,
            "Period",
            "10",
            "HoldPeriods",
            "1",
            "PageProtocol",
            "sqs",
            "PageEndpoint",
            pages.arn()));
    try (MetricPublisher publisher = publisher()) {
      CatalogMeters meters = meters(publisher, job);
      await()
          .atMost(Duration.ofMinutes(3))
          .pollInterval(Duration.ofSeconds(1))
          .until(
              () -> {
                meters.recordStop(StopCause.CRASH);
                return !pages.of(called, "ALARM").isEmpty();
              });
    }
    JsonNode page = pages.of(called, "ALARM").get(0);
    assertThat(page.path("AlarmName").asText()).isEqualTo("prod-" + called + "-page");
    assertThat(page.path("NewStateReason").asText()).contains("-run-stopped-crash");
  }

  /**
   * What Glue sends of one job, among what it sends of others. Only here: an account's own
   * PutEvents may not use the source aws.glue.
   */
  @Test
  void onlyTheFailuresOfTheGlueJobBecomeTickets() throws Exception {
    String glueJob = "Nightly load/orders";
    Inbox tickets = new Inbox(aws.sqs(), "tickets-of-glue");
    aws.deploy(
        "glue",
        "nightly",
        Map.of(
            "Environment",
            ENVIRONMENT,
            "GlueJobName",
            glueJob,
            "TicketProtocol",
            "sqs",
            "TicketEndpoint",
            tickets.arn()));
    glueSays(glueJob, "jr_ok", "SUCCEEDED");
    glueSays(glueJob, "jr_stopped", "STOPPED");
    glueSays("nightly", "jr_other", "FAILED");
    glueSays(glueJob, "jr_timeout", "TIMEOUT");
    glueSays(glueJob, "jr_failed", "FAILED");

    await().atMost(Duration.ofMinutes(3)).until(() -> toldOfRuns(tickets).size() >= 2);
    assertThat(toldOfRuns(tickets))
        .containsExactlyInAnyOrder("jr_timeout TIMEOUT", "jr_failed FAILED");
  }

  /** Without what alarms tell that settle for the first time. */
  private static List<String> toldOfRuns(Inbox tickets) throws IOException {
    return tickets.all().stream()
        .filter(ticket -> ticket.has("run"))
        .map(ticket -> ticket.path("run").asText() + " " + ticket.path("state").asText())
        .toList();
  }

  private void glueSays(String job, String run, String state) {
    String detail =
        """
        {"jobName": "%s", "jobRunId": "%s", "state": "%s", "message": "said by Glue"}
        """
            .formatted(job, run, state);
    aws.events()
        .putEvents(
            request ->
                request.entries(
                    entry ->
                        entry
                            .source("aws.glue")
                            .detailType("Glue Job State Change")
                            .detail(detail)));
  }

  /**
   * The guard fails while its run goes on: the metric falls to 0 by the real publisher, and the
   * alarms make a page of what CloudWatch then has. The simulator judges, since LocalStack knows
   * neither AND nor NOT.
   */
  @Test
  void aGuardThatSwitchesItselfOffIsPaged() {
    String job = "guard off";
    try (MetricPublisher publisher = publisher()) {
      CatalogMeters meters = meters(publisher, job);
      await().atMost(Duration.ofMinutes(3)).until(() -> alive(job).containsValue(1.0));
      meters.recordFailure();
      await()
          .atMost(Duration.ofMinutes(3))
          .until(() -> alive(job).values().stream().filter(value -> value == 0).count() >= 6);
    }
    Recording recording = new Recording();
    alive(job)
        .forEach(
            (at, value) ->
                recording.add(Metric.GUARD_ALIVE.cloudWatchName(), "", at.toEpochMilli(), value));
    List<Transition> transitions =
        Simulator.run(Alarms.all(), Map.of("Period", (double) STEP.toSeconds()), recording);

    assertThat(transitions)
        .filteredOn(change -> change.alarm().equals(Alarms.telling(Severity.PAGE)))
        .filteredOn(change -> change.to() == State.ALARM)
        .singleElement()
        .satisfies(page -> assertThat(page.because()).containsExactly("guard-silent"));
  }

  private Map<Instant, Double> alive(String job) {
    Map<Instant, Double> values = new HashMap<>();
    for (Datapoint point :
        aws.cloudWatch()
            .getMetricStatistics(
                request ->
                    request
                        .namespace("Redline")
                        .metricName(Metric.GUARD_ALIVE.cloudWatchName())
                        .dimensions(
                            dimension("JobName", job), dimension("Environment", ENVIRONMENT))
                        .startTime(Instant.now().minus(Duration.ofMinutes(10)))
                        .endTime(Instant.now().plus(Duration.ofMinutes(1)))
                        .period((int) STEP.toSeconds())
                        .statistics(Statistic.MAXIMUM))
            .datapoints()) {
      values.put(point.timestamp(), point.maximum());
    }
    return values;
  }

  private static Dimension dimension(String name, String value) {
    return Dimension.builder().name(name).value(value).build();
  }

  private MetricPublisher publisher() {
    return MetricPublisher.start(
        Settings.from(
            Map.of(
                "spark.redline.cloudwatch.enabled",
                "true",
                "spark.redline.cloudwatch.region",
                LocalStack.REGION,
                "spark.redline.cloudwatch.endpoint",
                localStack.endpoint().toString(),
                "spark.redline.cloudwatch.step",
                STEP.toSeconds() + "s")));
  }

  private static CatalogMeters meters(MetricPublisher publisher, String job) {
    Vitals vitals = new Vitals(4096, new Memory(0.5, 0.2, 0.7, 0.6), 0.5, 0.1, 2);
    return publisher.meters(job, ENVIRONMENT, () -> vitals);
  }
}
