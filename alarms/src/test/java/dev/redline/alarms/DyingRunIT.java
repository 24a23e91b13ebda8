package dev.redline.alarms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.redline.alarms.Watch.Series;
import dev.redline.catalog.Metric;
import dev.redline.sandbox.localstack.LocalStack;
import dev.redline.sandbox.localstack.LocalStackExtension;
import dev.redline.sandbox.spark.ApplicationJar;
import dev.redline.sandbox.spark.SparkDistribution;
import dev.redline.sandbox.spark.SparkRun;
import dev.redline.sandbox.spark.SparkSubmit;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole way, with nothing in between but LocalStack: the committed template deployed, a real
 * Spark run that dies with the agent attached, its page in the queue.
 *
 * <p>LocalStack does not evaluate composite alarms with AND or NOT, alarms on metric math, nor does
 * EventBridge count there how often a rule matched: memory-with-losses, guard-silent and
 * rejected-rows are covered by the simulator, and the count is put here by hand. Its scheduler
 * looks at an alarm once in Period x EvaluationPeriods, so those are short here.
 */
@ExtendWith(LocalStackExtension.class)
class DyingRunIT {
  private static final Path ROOT = Path.of(System.getProperty("redline.root"));
  private static final String DYING = "load sales/2026";
  private static final String HEALTHY = "load flights";
  private static final Duration PERIOD = Duration.ofSeconds(10);
  private static final int HOLD_PERIODS = 2;
  private static final Duration SCHEDULE = PERIOD.multipliedBy(HOLD_PERIODS);

  private final LocalStack localStack;
  private final Aws aws;
  private final Inbox pages;
  private final Inbox tickets;

  @TempDir Path folder;

  DyingRunIT(LocalStack localStack) {
    this.localStack = localStack;
    aws = Aws.of(localStack);
    pages = new Inbox(aws.sqs(), "pages");
    tickets = new Inbox(aws.sqs(), "tickets");
  }

  @Test
  void aRunThatDiesPagesOnceAndAHealthyOneNobody() throws Exception {
    deploy("healthy", HEALTHY);
    deploy("dying", DYING);

    SparkRun healthy = run("SumJob", HEALTHY, folder.resolve("sum").toString());
    SparkRun dead = run("HeapHogJob", DYING);
    long diedAtNanos = System.nanoTime();
    assertThat(healthy.exitCode()).as(healthy.stderr()).isZero();
    assertThat(dead.exitCode()).as(dead.stderr()).isEqualTo(86);

    await().atMost(Duration.ofMinutes(3)).until(() -> !pages.of(DYING, "ALARM").isEmpty());
    double seconds = (System.nanoTime() - diedAtNanos) / 1e9;
    System.out.printf(
        "Death to page: %.1f s, of which LocalStack's schedule is up to %d s (CloudWatch looks once"
            + " a minute)%n",
        seconds, SCHEDULE.toSeconds());
    assertThat(pages.of(DYING, "ALARM")).singleElement().satisfies(DyingRunIT::isThePage);
    assertThat(published(Metric.RUN_COMPLETED, HEALTHY)).isEqualTo(1);
    assertThat(published(Metric.RUN_STOPPED, DYING)).isEqualTo(1);
    assertThat(published(Metric.EXECUTOR_LOSSES_COUNTED, DYING)).isGreaterThanOrEqualTo(2);

    glueSaysThatItFailed();
    await().atMost(Duration.ofMinutes(3)).until(() -> !pages.of(DYING, "OK").isEmpty());
    assertThat(pages.of(DYING, "ALARM")).as("a failed run pages once").hasSize(1);
    assertThat(tickets.of(DYING, "ALARM"))
        .singleElement()
        .satisfies(
            ticket ->
                assertThat(ticket.path("NewStateReason").asText()).contains("-executor-losses"));
    assertThat(pages.of(HEALTHY, "ALARM")).isEmpty();
    assertThat(tickets.of(HEALTHY, "ALARM")).isEmpty();
  }

  /** Job, cause and runbook, in what whoever is woken reads. */
  private static void isThePage(JsonNode page) {
    assertThat(page.path("AlarmName").asText()).isEqualTo("prod-" + DYING + "-page");
    assertThat(page.path("NewStateReason").asText())
        .contains(":prod-" + DYING + "-run-stopped-heap-oom transitioned to ALARM");
    assertThat(page.path("AlarmDescription").asText())
        .contains("Job " + DYING + " in prod", "https://runbooks.example/run-stopped.md");
  }

  /** The event that Glue sends, and the count that EventBridge would make of it. */
  private void glueSaysThatItFailed() throws Exception {
    aws.events()
        .putEvents(
            request ->
                request.entries(
                    entry ->
                        entry
                            .source("aws.glue")
                            .detailType("Glue Job State Change")
                            .detail(
                                """
                                {"jobName": "%s", "jobRunId": "jr_1", "state": "FAILED",
                                 "message": "Command failed with exit code 86"}
                                """
                                    .formatted(DYING))));
    String rule = aws.physicalId("dying", Alarms.GLUE_RULE);
    aws.cloudWatch()
        .putMetricData(
            request ->
                request
                    .namespace(Series.EVENTS_NAMESPACE)
                    .metricData(
                        datum ->
                            datum
                                .metricName(Series.MATCHES)
                                .dimensions(d -> d.name("RuleName").value(rule))
                                .value(1.0)));
    await()
        .atMost(Duration.ofMinutes(3))
        .until(() -> tickets.all().stream().anyMatch(m -> m.path("run").asText().equals("jr_1")));
    assertThat(tickets.all())
        .filteredOn(message -> message.path("run").asText().equals("jr_1"))
        .singleElement()
        .satisfies(
            message -> {
              assertThat(message.path("job").asText()).isEqualTo(DYING);
              assertThat(message.path("state").asText()).isEqualTo("FAILED");
              assertThat(message.path("message").asText()).contains("exit code 86");
              assertThat(message.path("runbook").asText())
                  .isEqualTo("https://runbooks.example/run-failed.md");
            });
  }

  private void deploy(String stack, String jobName) throws Exception {
    aws.deploy(
        stack,
        jobName,
        Map.of(
            "Environment",
            "prod",
            "Period",
            String.valueOf(PERIOD.toSeconds()),
            "HoldPeriods",
            String.valueOf(HOLD_PERIODS),
            "Runbooks",
            "https://runbooks.example",
            "PageProtocol",
            "sqs",
            "PageEndpoint",
            pages.arn(),
            "TicketProtocol",
            "sqs",
            "TicketEndpoint",
            tickets.arn()));
  }

  private SparkRun run(String mainClass, String jobName, String... arguments) throws Exception {
    Path application =
        ApplicationJar.of(
            ROOT.resolve("listener/target/test-classes"),
            "dev.redline.listener.app",
            folder.resolve("application.jar"));
    SparkSubmit submission =
        new SparkSubmit(SparkDistribution.SPARK_3_5, ROOT, folder.resolve(mainClass), 2, 512)
            .jar(ROOT.resolve("listener/target/redline-agent.jar"))
            .conf("spark.extraListeners", "dev.redline.listener.RedlineListener")
            .conf("spark.redline.job.name", jobName)
            .conf("spark.redline.environment", "prod")
            .conf("spark.redline.cloudwatch.enabled", "true")
            .conf("spark.redline.cloudwatch.region", LocalStack.REGION)
            .conf("spark.redline.cloudwatch.endpoint", localStack.endpoint().toString())
            .conf("spark.redline.cloudwatch.step", PERIOD.toSeconds() + "s")
            .application(application, "dev.redline.listener.app." + mainClass, List.of(arguments));
    localStack.environment().forEach(submission::environment);
    return SparkRun.of(submission, Duration.ofMinutes(4));
  }

  private double published(Metric metric, String jobName) {
    return aws.published(
        metric.cloudWatchName(), Map.of("JobName", jobName, "Environment", "prod"));
  }
}
