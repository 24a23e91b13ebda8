package dev.redline.etl.login;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.redline.etl.InputError;
import dev.redline.etl.JobSpec.Login;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The real SDK's signer and client against an endpoint of this test. */
class CredentialSourceTest {
  private record Answer(int status, String body) {}

  private final Deque<Answer> answers = new ArrayDeque<>();
  private final List<String> requests = new ArrayList<>();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    System.setProperty("aws.accessKeyId", "AKIATEST");
    System.setProperty("aws.secretAccessKey", "signing-key");
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          requests.add(
              exchange.getRequestHeaders().getFirst("Authorization")
                  + " "
                  + exchange.getRequestHeaders().getFirst("X-Amz-Target")
                  + " "
                  + new String(exchange.getRequestBody().readAllBytes(), UTF_8));
          Answer answer = answers.removeFirst();
          byte[] body = answer.body().getBytes(UTF_8);
          exchange.sendResponseHeaders(answer.status(), body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    System.clearProperty("aws.accessKeyId");
    System.clearProperty("aws.secretAccessKey");
  }

  @Test
  void readsASecretInTheRegionOfItsArnAndNeverShowsIt() {
    String arn = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:dwh-AbCdEf";
    answers.add(
        new Answer(
            200,
            "{\"SecretString\":\"{\\\"username\\\":\\\"etl\\\",\\\"password\\\":\\\"hunter2\\\"}\"}"));

    Credentials credentials = source(new Login.Secret(arn, "")).current();

    assertThat(credentials.user()).isEqualTo("etl");
    assertThat(credentials.password()).isEqualTo("hunter2");
    assertThat(credentials.toString()).doesNotContain("hunter2");
    assertThat(requests.get(0))
        .contains("/eu-west-1/secretsmanager/aws4_request")
        .contains("secretsmanager.GetSecretValue")
        .contains(arn)
        .doesNotContain("signing-key");
  }

  @Test
  void asksForTemporaryCredentials() {
    answers.add(new Answer(200, "<r><DbUser>IAM:etl</DbUser><DbPassword>a&amp;b</DbPassword></r>"));
    answers.add(new Answer(200, "{\"dbUser\":\"IAMR:job\",\"dbPassword\":\"c\"}"));

    Credentials cluster = source(new Login.Cluster("dwh", "etl", "eu-west-1")).current();
    Credentials workgroup = source(new Login.Workgroup("wg", "eu-west-1")).current();

    assertThat(cluster).isEqualTo(new Credentials("IAM:etl", "a&b"));
    assertThat(workgroup).isEqualTo(new Credentials("IAMR:job", "c"));
    assertThat(requests.get(0)).contains("/redshift/", "Action=GetClusterCredentials&DbUser=etl");
    assertThat(requests.get(1)).contains("RedshiftServerless.GetCredentials", "wg");
  }

  @Test
  void triesAgainWhatMayPassAndExplainsWhatDoesNot() {
    answers.add(new Answer(503, "busy"));
    answers.add(new Answer(200, "{\"SecretString\":\"hunter2\"}"));
    answers.add(new Answer(400, "{\"__type\":\"AccessDeniedException\"}"));
    CredentialSource source = source(new Login.Secret("dwh", "eu-west-1"));

    assertThatThrownBy(source::current)
        .isInstanceOf(InputError.class)
        .hasMessageContaining("connection.secret dwh is not JSON")
        .hasMessageNotContaining("hunter2")
        .hasNoCause();
    assertThatThrownBy(source::current)
        .isInstanceOf(InputError.class)
        .hasMessageContaining("AccessDeniedException")
        .hasMessageContaining("the job's role may ask for it");
    assertThat(requests).hasSize(3);
  }

  @Test
  void asksForAPasswordByTheNameOfItsVariable() {
    assertThatThrownBy(() -> CredentialSource.of(new Login.Password("etl", "PW"), Map.of()))
        .isInstanceOf(InputError.class)
        .hasMessageContaining("PW, which is not set");
  }

  private CredentialSource source(Login login) {
    return CredentialSource.of(
        login, Map.of("AWS_ENDPOINT_URL", "http://127.0.0.1:" + server.getAddress().getPort()));
  }
}
