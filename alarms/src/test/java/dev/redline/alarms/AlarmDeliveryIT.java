package dev.redline.alarms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.redline.catalog.Metric;
import dev.redline.catalog.Settings;
import dev.redline.catalog.StopCause;
import dev.redline.listener.meter.CatalogMeters;
import dev.redline.listener.meter.MetricPublisher;
import dev.redline.listener.run.Vitals;
import dev.redline.listener.signal.Loss;
import dev.redline.listener.signal.LossCause;
import dev.redline.listener.signal.Signal;
import dev.redline.sandbox.localstack.LocalStack;
import dev.redline.sandbox.localstack.LocalStackExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Datapoint;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** The committed template, deployed; the agent's own metrics, published; the page, received. */
@ExtendWith(LocalStackExtension.class)
class AlarmDeliveryIT {
  private static final Logger log = LoggerFactory.getLogger(AlarmDeliveryIT.class);

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String STOPPED_JOB = "load sales/2026";
  private static final String HEALTHY_JOB = "load flights";

  /** LocalStack looks at an alarm every period; AWS does so more often. */
  private static final Duration PERIOD = Duration.ofSeconds(10);

  private final LocalStack localStack;
  private final CloudFormationClient cloudFormation;
  private final CloudWatchClient cloudWatch;
  private final SqsClient sqs;
  private final String queueUrl;
  private final List<Page> pages = new ArrayList<>();

  /** A message about an alarm as it arrives in a queue. */
  record Page(String alarm, String state, String description) {}

  AlarmDeliveryIT(LocalStack localStack) {
    this.localStack = localStack;
    cloudFormation = client(CloudFormationClient.builder());
    cloudWatch = client(CloudWatchClient.builder());
    sqs = client(SqsClient.builder());
    queueUrl = sqs.createQueue(queue -> queue.queueName("pages")).queueUrl();
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
  void aStoppedRunPagesOnceAndAHealthyOneNobody() throws Exception {
    deploy("stopped", STOPPED_JOB);
    deploy("healthy", HEALTHY_JOB);
    awaitDeployed("stopped");
    awaitDeployed("healthy");

    publishHealthyRun();
    publishStoppedRun();
    long publishedAtNanos = System.nanoTime();

    await().atMost(Duration.ofMinutes(1)).until(() -> !alarmsOf(STOPPED_JOB).isEmpty());
    log.info(
        "Page received {} s after the stop was published; LocalStack looks every {} s",
        Duration.ofNanos(System.nanoTime() - publishedAtNanos).toSeconds(),
        PERIOD.toSeconds());
    assertThat(alarmsOf(STOPPED_JOB))
        .singleElement()
        .satisfies(
            page -> {
              assertThat(page.alarm()).isEqualTo("prod-" + STOPPED_JOB + "-run-stopped-page");
              assertThat(page.description())
                  .contains("Job " + STOPPED_JOB + " in prod")
                  .contains("at least 1 Count")
                  .contains("https://runbooks.example/run-stopped.md");
            });
    assertThat(published(Metric.RUN_COMPLETED, HEALTHY_JOB)).isEqualTo(1);
    assertThat(published(Metric.RUN_STOPPED, HEALTHY_JOB)).isZero();
    await()
        .during(PERIOD.plusSeconds(2))
        .atMost(PERIOD.plusSeconds(10))
        .until(() -> alarmsOf(HEALTHY_JOB).isEmpty() && alarmsOf(STOPPED_JOB).size() == 1);
  }

  private void deploy(String stack, String jobName) throws Exception {
    String template =
        Files.readString(Path.of(System.getProperty("redline.root"), Alarms.TEMPLATE_PATH));
    List<Parameter> parameters =
        Map.of(
                "JobName",
                jobName,
                "Environment",
                "prod",
                "Period",
                String.valueOf(PERIOD.toSeconds()),
                "Runbooks",
                "https://runbooks.example",
                "PageProtocol",
                "sqs",
                "PageEndpoint",
                queueArn())
            .entrySet()
            .stream()
            .map(
                entry ->
                    Parameter.builder()
                        .parameterKey(entry.getKey())
                        .parameterValue(entry.getValue())
                        .build())
            .toList();
    cloudFormation.createStack(
        request -> request.stackName(stack).templateBody(template).parameters(parameters));
  }

  private void awaitDeployed(String stack) {
    await().atMost(Duration.ofMinutes(1)).until(() -> isSettled(stack(stack).stackStatus()));
    assertThat(stack(stack).stackStatus()).isEqualTo(StackStatus.CREATE_COMPLETE);
  }

  private void publishHealthyRun() {
    try (MetricPublisher publisher = publisher()) {
      meters(publisher, HEALTHY_JOB).record(new Signal.RunEnded(1));
      publisher.close(Duration.ofSeconds(20));
    }
  }

  private void publishStoppedRun() {
    Loss loss =
        new Loss("1", 1, LossCause.HEAP_OOM, true, "exit-52", "Command exited with code 52");
    try (MetricPublisher publisher = publisher()) {
      CatalogMeters meters = meters(publisher, STOPPED_JOB);
      meters.record(new Signal.ExecutorLost(1, loss));
      meters.recordStop(StopCause.HEAP_OOM);
      meters.record(new Signal.RunEnded(2));
      publisher.close(Duration.ofSeconds(20));
    }
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
                PERIOD.toSeconds() + "s")));
  }

  private static CatalogMeters meters(MetricPublisher publisher, String jobName) {
    return new CatalogMeters(publisher.registry(), jobName, "prod", () -> Vitals.NONE);
  }

  private List<Page> alarmsOf(String jobName) throws Exception {
    for (Message message :
        sqs.receiveMessage(request -> request.queueUrl(queueUrl).maxNumberOfMessages(10))
            .messages()) {
      JsonNode alarm = JSON.readTree(JSON.readTree(message.body()).path("Message").asText());
      pages.add(
          new Page(
              alarm.path("AlarmName").asText(),
              alarm.path("NewStateValue").asText(),
              alarm.path("AlarmDescription").asText()));
      sqs.deleteMessage(r -> r.queueUrl(queueUrl).receiptHandle(message.receiptHandle()));
    }
    return pages.stream()
        .filter(page -> page.state().equals("ALARM") && page.alarm().contains(jobName))
        .toList();
  }

  private double published(Metric metric, String jobName) {
    return cloudWatch
        .getMetricStatistics(
            request ->
                request
                    .namespace(Metric.DEFAULT_NAMESPACE)
                    .metricName(metric.cloudWatchName())
                    .dimensions(
                        Dimension.builder().name("JobName").value(jobName).build(),
                        Dimension.builder().name("Environment").value("prod").build())
                    .startTime(Instant.now().minus(Duration.ofMinutes(10)))
                    .endTime(Instant.now().plus(Duration.ofMinutes(1)))
                    .period(60)
                    .statistics(Statistic.SUM))
        .datapoints()
        .stream()
        .mapToDouble(Datapoint::sum)
        .sum();
  }

  private Stack stack(String name) {
    return cloudFormation.describeStacks(request -> request.stackName(name)).stacks().get(0);
  }

  private static boolean isSettled(StackStatus status) {
    return !status.toString().endsWith("IN_PROGRESS");
  }

  private String queueArn() {
    return sqs.getQueueAttributes(
            request -> request.queueUrl(queueUrl).attributeNames(QueueAttributeName.QUEUE_ARN))
        .attributes()
        .getOrDefault(QueueAttributeName.QUEUE_ARN, "");
  }

  private <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C client(B builder) {
    AwsBasicCredentials credentials =
        AwsBasicCredentials.create(LocalStack.ACCESS_KEY, LocalStack.ACCESS_KEY);
    return builder
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .endpointOverride(localStack.endpoint())
        .region(Region.of(LocalStack.REGION))
        .credentialsProvider(StaticCredentialsProvider.create(credentials))
        .build();
  }
}
