package dev.redline.dashboards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.redline.catalog.Metric;
import dev.redline.sandbox.localstack.CfnLint;
import dev.redline.sandbox.localstack.LocalStack;
import dev.redline.sandbox.localstack.LocalStackExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;

/**
 * The committed template, deployed. LocalStack says that it made the dashboard and makes none, so
 * the body is also put and read back through CloudWatch's own calls.
 */
@ExtendWith(LocalStackExtension.class)
class DashboardDeliveryIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String STACK = "redline-dashboard";

  private final LocalStack localStack;
  private final CloudFormationClient cloudFormation;
  private final CloudWatchClient cloudWatch;

  DashboardDeliveryIT(LocalStack localStack) {
    this.localStack = localStack;
    cloudFormation = client(CloudFormationClient.builder());
    cloudWatch = client(CloudWatchClient.builder());
  }

  private <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C client(B builder) {
    return builder
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .endpointOverride(localStack.endpoint())
        .region(Region.of(LocalStack.REGION))
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(LocalStack.ACCESS_KEY, LocalStack.ACCESS_KEY)))
        .build();
  }

  @Test
  void cfnLintFindsNothingInTheCommittedTemplate() throws Exception {
    assertThat(
            CfnLint.findings(
                Path.of(
                    System.getProperty("redline.root"),
                    "dashboards/redline-dashboard.template.json")))
        .isEmpty();
  }

  @Test
  void committedTemplateDeploys() throws Exception {
    String template =
        Files.readString(
            Path.of(
                System.getProperty("redline.root"), "dashboards/redline-dashboard.template.json"));
    cloudFormation.createStack(
        stack ->
            stack
                .stackName(STACK)
                .templateBody(template)
                .parameters(
                    Parameter.builder()
                        .parameterKey("JobName")
                        .parameterValue("load sales/2026")
                        .build()));
    await()
        .atMost(Duration.ofMinutes(3))
        .until(() -> !status().toString().endsWith("_IN_PROGRESS"));
    assertThat(status()).isEqualTo(StackStatus.CREATE_COMPLETE);
  }

  private StackStatus status() {
    return cloudFormation
        .describeStacks(request -> request.stackName(STACK))
        .stacks()
        .get(0)
        .stackStatus();
  }

  @Test
  void bodyIsTakenByCloudWatchAndReadBackWhole() throws Exception {
    Target target =
        Target.job("load sales/2026", "prod", LocalStack.REGION).withAlarms("000000000000");
    String body = Dashboards.body(target);
    assertThat(
            cloudWatch
                .putDashboard(put -> put.dashboardName("redline").dashboardBody(body))
                .dashboardValidationMessages())
        .isEmpty();
    JsonNode stored =
        JSON.readTree(cloudWatch.getDashboard(get -> get.dashboardName("redline")).dashboardBody());
    assertThat(stored).isEqualTo(JSON.readTree(body));
    assertThat(stored.toString())
        .contains(Metric.SHUFFLE_TOTAL.cloudWatchName(), "load sales/2026", "prod");
  }
}
