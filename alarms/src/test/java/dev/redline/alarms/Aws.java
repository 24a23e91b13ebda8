package dev.redline.alarms;

import dev.redline.sandbox.localstack.LocalStack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
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
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Clients of a LocalStack, and what tests do with them. */
record Aws(
    CloudFormationClient cloudFormation,
    CloudWatchClient cloudWatch,
    SqsClient sqs,
    EventBridgeClient events) {

  static Aws of(LocalStack localStack) {
    return new Aws(
        client(localStack, CloudFormationClient.builder()),
        client(localStack, CloudWatchClient.builder()),
        client(localStack, SqsClient.builder()),
        client(localStack, EventBridgeClient.builder()));
  }

  private static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C client(
      LocalStack localStack, B builder) {
    AwsBasicCredentials credentials =
        AwsBasicCredentials.create(LocalStack.ACCESS_KEY, LocalStack.ACCESS_KEY);
    return builder
        // LocalStack deploys a stack before it answers.
        .httpClientBuilder(UrlConnectionHttpClient.builder().socketTimeout(Duration.ofMinutes(2)))
        .endpointOverride(localStack.endpoint())
        .region(Region.of(LocalStack.REGION))
        .credentialsProvider(StaticCredentialsProvider.create(credentials))
        .build();
  }

  /** Deploys the committed template of the alarms, and waits until it is. */
  void deploy(String stack, String jobName, Map<String, String> parameters) throws IOException {
    Path committed = Path.of(System.getProperty("redline.root"), Alarms.TEMPLATE_PATH);
    String template = Files.readString(committed);
    Map<String, String> all = new HashMap<>(parameters);
    all.put("JobName", jobName);
    List<Parameter> given =
        all.entrySet().stream()
            .map(
                entry ->
                    Parameter.builder()
                        .parameterKey(entry.getKey())
                        .parameterValue(entry.getValue())
                        .build())
            .toList();
    cloudFormation.createStack(
        request -> request.stackName(stack).templateBody(template).parameters(given));
    Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .until(() -> !stack(stack).stackStatusAsString().endsWith("IN_PROGRESS"));
    if (stack(stack).stackStatus() != StackStatus.CREATE_COMPLETE) {
      throw new IllegalStateException(
          stack + ": " + stack(stack).stackStatusReason() + " " + stack(stack).stackStatus());
    }
  }

  Stack stack(String name) {
    return cloudFormation.describeStacks(request -> request.stackName(name)).stacks().get(0);
  }

  /** The name or address that a resource of a stack got. */
  String physicalId(String stack, String resource) {
    return cloudFormation
        .describeStackResource(r -> r.stackName(stack).logicalResourceId(resource))
        .stackResourceDetail()
        .physicalResourceId();
  }

  /** What was published under exactly these dimensions in the last minutes, added up. */
  double published(String metricName, Map<String, String> dimensions) {
    List<Dimension> exactly =
        dimensions.entrySet().stream()
            .map(entry -> Dimension.builder().name(entry.getKey()).value(entry.getValue()).build())
            .toList();
    return cloudWatch
        .getMetricStatistics(
            request ->
                request
                    .namespace("Redline")
                    .metricName(metricName)
                    .dimensions(exactly)
                    .startTime(Instant.now().minus(Duration.ofMinutes(10)))
                    .endTime(Instant.now().plus(Duration.ofMinutes(1)))
                    .period(60)
                    .statistics(Statistic.SUM))
        .datapoints()
        .stream()
        .mapToDouble(Datapoint::sum)
        .sum();
  }
}
