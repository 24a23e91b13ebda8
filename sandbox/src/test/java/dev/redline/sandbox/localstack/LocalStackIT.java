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
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LocalStackExtension.class)
class LocalStackIT {

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

  @Test
  void leavesNoProcessAndNoPortBehind() throws Exception {
    Set<ProcessHandle> before = children();
    LocalStack own = LocalStack.start();
    Set<ProcessHandle> its = children();
    its.removeAll(before);
    assertThat(its).isNotEmpty();

    own.close();

    await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> its.stream().noneMatch(ProcessHandle::isAlive));
    InetAddress loopback = InetAddress.getLoopbackAddress();
    assertThatThrownBy(() -> new Socket(loopback, own.endpoint().getPort()).close())
        .isInstanceOf(IOException.class);
  }

  private static Set<ProcessHandle> children() {
    return ProcessHandle.current().descendants().collect(Collectors.toSet());
  }
}
