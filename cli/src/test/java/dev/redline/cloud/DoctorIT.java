package dev.redline.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.redline.alarms.Alarms;
import dev.redline.sandbox.localstack.LocalStack;
import dev.redline.sandbox.localstack.LocalStackExtension;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import picocli.CommandLine;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Doctor and fire drill on a stack that works, then on what can be wrong with one. */
@ExtendWith(LocalStackExtension.class)
class DoctorIT {
  private static final String JOB = "load a/b";

  private final URI endpoint;

  private record Said(int exitCode, String out, String err) {}

  DoctorIT(LocalStack localStack) {
    endpoint = localStack.endpoint();
  }

  @BeforeEach
  void giveCredentials() {
    System.setProperty("aws.accessKeyId", LocalStack.ACCESS_KEY);
    System.setProperty("aws.secretAccessKey", LocalStack.ACCESS_KEY);
  }

  @AfterEach
  void forgetCredentials() {
    System.clearProperty("aws.accessKeyId");
    System.clearProperty("aws.secretAccessKey");
  }

  private Said run(Object command, String stack, String... more) {
    List<String> args =
        new ArrayList<>(
            List.of("--stack", stack, "--region", LocalStack.REGION, "--endpoint", "" + endpoint));
    args.addAll(List.of(more));
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode =
        new CommandLine(command)
            .setOverwrittenOptionsAllowed(true)
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(args.toArray(String[]::new));
    return new Said(exitCode, out.toString(), err.toString());
  }

  @Test
  void aStackThatWorksThenWhatIsWrongWithIt() {
    String queue = client(SqsClient.builder()).createQueue(q -> q.queueName("people")).queueUrl();
    assertThat(queue).isNotBlank();
    deploy("works", Alarms.template(), JOB);

    Said well = run(new DoctorCommand(), "works");
    assertThat(well.exitCode()).as(well.out()).isZero();
    assertThat(well.out())
        .contains("OK    template", "OK    alarms", "OK    page topic key", "OK    clock")
        .contains("WARN  published", "nothing of " + JOB + " in prod");

    Said drill = run(new FireDrillCommand(), "works", "--timeout", "180");
    assertThat(drill.exitCode()).as(drill.err()).isZero();
    assertThat(drill.out()).contains("Delivered after", "Its end was delivered too");

    changeByHand();
    Said ill = run(new DoctorCommand(), "works");
    assertThat(ill.exitCode()).isEqualTo(1);
    assertThat(ill.out())
        .contains("FAIL  alarms", "shuffle has the limit 5.0")
        .contains("FAIL  page topic key")
        .contains("events.amazonaws.com may not kms:Decrypt");
  }

  @Test
  void aTemplateThatIsNotThisVersions() {
    deploy("drifted", Alarms.template().replace("notBreaching", "missing"), "other");
    assertThat(run(new DoctorCommand(), "drifted").out())
        .contains("FAIL  template", "differs", "Resources.", "deploy again");
  }

  @Test
  void wrongRegionStackEndpointAndCredentials() {
    assertThat(run(new DoctorCommand(), "works", "--region", "eu-west-1").out())
        .contains("FAIL  stack", "no stack 'works' in eu-west-1");
    assertThat(run(new FireDrillCommand(), "nowhere").err()).contains("no stack 'nowhere'");
    Said unknown =
        run(new DoctorCommand(), "works", "--endpoint", "http://cloudwatch.invalid:4566");
    assertThat(unknown.exitCode()).isEqualTo(1);
    assertThat(unknown.out()).contains("FAIL  endpoint", "cloudwatch.invalid", "SKIP  stack");
    forgetCredentials();
    Said nobody = run(new DoctorCommand(), "works");
    if (System.getenv("AWS_ACCESS_KEY_ID") == null) {
      assertThat(nobody.exitCode()).isEqualTo(1);
      assertThat(nobody.out()).contains("FAIL  credentials", "AWS_ACCESS_KEY_ID");
    }
  }

  /** Somebody raises a limit in the console, and takes EventBridge out of the key's policy. */
  private void changeByHand() {
    client(CloudWatchClient.builder())
        .putMetricAlarm(
            alarm ->
                alarm
                    .alarmName("prod-" + JOB + "-shuffle")
                    .namespace("Redline")
                    .metricName("redline.shuffle.total.value")
                    .statistic("Maximum")
                    .period(60)
                    .evaluationPeriods(15)
                    .comparisonOperator("GreaterThanThreshold")
                    .threshold(5.0)
                    .treatMissingData("notBreaching"));
    String key =
        client(CloudFormationClient.builder())
            .describeStackResource(r -> r.stackName("works").logicalResourceId("TopicKey"))
            .stackResourceDetail()
            .physicalResourceId();
    client(KmsClient.builder())
        .putKeyPolicy(
            r ->
                r.keyId(key)
                    .policyName("default")
                    .policy(
                        """
                        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
                         "Principal": {"Service": "cloudwatch.amazonaws.com"},
                         "Action": ["kms:Decrypt", "kms:GenerateDataKey*"], "Resource": "*"}]}
                        """));
  }

  private void deploy(String stack, String template, String job) {
    CloudFormationClient cloudFormation = client(CloudFormationClient.builder());
    cloudFormation.createStack(
        r ->
            r.stackName(stack)
                .templateBody(template)
                .parameters(
                    parameter("JobName", job),
                    parameter("Environment", "prod"),
                    parameter("PageProtocol", "sqs"),
                    parameter("PageEndpoint", "arn:aws:sqs:us-east-1:000000000000:people")));
    await()
        .atMost(Duration.ofMinutes(2))
        .until(
            () ->
                cloudFormation
                    .describeStacks(r -> r.stackName(stack))
                    .stacks()
                    .get(0)
                    .stackStatusAsString()
                    .equals("CREATE_COMPLETE"));
  }

  private static Parameter parameter(String name, String value) {
    return Parameter.builder().parameterKey(name).parameterValue(value).build();
  }

  private <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C client(B builder) {
    return builder
        // LocalStack deploys a stack before it answers.
        .httpClientBuilder(UrlConnectionHttpClient.builder().socketTimeout(Duration.ofMinutes(2)))
        .endpointOverride(endpoint)
        .region(Region.of(LocalStack.REGION))
        .build();
  }
}
