package dev.redline.sandbox.localstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LocalStackExtension.class)
class LocalStackIT {
  private static final String PUT =
      "Action=PutMetricData&Namespace=N&MetricData.member.1.MetricName=M"
          + "&MetricData.member.1.Value=7";
  private static final String GET =
      "Action=GetMetricStatistics&Namespace=N&MetricName=M&Period=60&Statistics.member.1=Sum"
          + "&StartTime="
          + Instant.now().minus(Duration.ofHours(1))
          + "&EndTime="
          + Instant.now().plus(Duration.ofHours(1));

  @Test
  void offersWhatRedlineIsTestedAgainst(LocalStack localStack) throws Exception {
    HttpResponse<String> health =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(localStack.endpoint().resolve("/_localstack/health"))
                    .build(),
                HttpResponse.BodyHandlers.ofString());

    assertThat(health.body())
        .contains("\"4.14.0\"")
        .contains("cloudwatch", "cloudformation", "sns", "sqs", "kms", "s3", "events");
  }

  /** Nor in the state of another that runs beside it. */
  @Test
  void leavesNoTraceBehind(LocalStack other) throws Exception {
    Set<ProcessHandle> before = localStacks();
    assertThat(cloudWatch(other, PUT)).contains("PutMetricDataResponse");
    LocalStack own = LocalStack.start();
    Set<ProcessHandle> its = localStacks();
    its.removeAll(before);
    assertThat(its).isNotEmpty();
    assertThat(cloudWatch(own, GET))
        .contains("<GetMetricStatisticsResponse")
        .doesNotContain("<Sum>");

    own.close();

    assertThat(cloudWatch(other, GET)).contains("<Sum>7");
    await()
        .atMost(Duration.ofMinutes(3))
        .until(() -> its.stream().noneMatch(ProcessHandle::isAlive));
    InetAddress loopback = InetAddress.getLoopbackAddress();
    assertThatThrownBy(() -> new Socket(loopback, own.endpoint().getPort()).close())
        .isInstanceOf(IOException.class);
  }

  private static Set<ProcessHandle> localStacks() {
    return ProcessHandle.current()
        .descendants()
        .filter(process -> process.info().commandLine().orElse("").contains("localstack"))
        .collect(Collectors.toSet());
  }

  private static String cloudWatch(LocalStack localStack, String query) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(localStack.endpoint())
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header(
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=test/20240101/us-east-1/monitoring/aws4_request,"
                    + " SignedHeaders=host, Signature=none")
            .POST(HttpRequest.BodyPublishers.ofString(query + "&Version=2010-08-01"))
            .build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
  }
}
