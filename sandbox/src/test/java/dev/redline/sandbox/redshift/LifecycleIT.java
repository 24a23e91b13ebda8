package dev.redline.sandbox.redshift;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(600)
class LifecycleIT {

  /** Starts a stand-in in its own JVM, says where it is, and waits to be ended. */
  static final class Alone {
    private Alone() {}

    public static void main(String[] arguments) throws Exception {
      RedshiftStandIn standIn = RedshiftStandIn.start();
      System.out.println(standIn.folder());
      Thread.currentThread().join();
    }
  }

  @Test
  void leavesNothingBehindWhenClosed() throws Exception {
    RedshiftStandIn standIn = RedshiftStandIn.start();
    Path folder = standIn.folder();
    ProcessHandle server = server(folder);
    Client client = Client.of(standIn);
    standIn.close();
    standIn.close();
    assertThat(folder).doesNotExist();
    // Stopped it is when close returns; that somebody also reaps the process may take a moment.
    Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .untilAsserted(() -> assertThat(server.isAlive()).isFalse());
    assertThatThrownBy(() -> client.value("SELECT 1")).isInstanceOf(Exception.class);
    assertThatThrownBy(() -> Client.of(standIn)).isInstanceOf(Exception.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "KILL"})
  void leavesNothingBehindWhenItsJvmIsEnded(String signal) throws Exception {
    Process jvm =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Alone.class.getName())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader output =
        new BufferedReader(new InputStreamReader(jvm.getInputStream(), StandardCharsets.UTF_8))) {
      Path folder = Path.of(output.readLine());
      ProcessHandle server = server(folder);
      new ProcessBuilder("kill", "-" + signal, Long.toString(jvm.pid())).start().waitFor();
      assertThat(jvm.waitFor(120, SECONDS)).isTrue();
      Awaitility.await()
          .atMost(Duration.ofMinutes(2))
          .untilAsserted(
              () -> {
                assertThat(server.isAlive()).isFalse();
                assertThat(folder).doesNotExist();
              });
    } finally {
      jvm.destroyForcibly();
    }
  }

  @Test
  void namesATakenPortAndTheRemedy() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> RedshiftStandIn.builder().port(taken.getLocalPort()).start())
          .isInstanceOf(BindException.class)
          .hasMessageContaining("port " + taken.getLocalPort() + " on 127.0.0.1 is taken")
          .hasMessageContaining("another port");
    }
  }

  @Test
  void listensOnTheGivenPort() throws Exception {
    int free;
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = probe.getLocalPort();
    }
    try (RedshiftStandIn standIn = RedshiftStandIn.builder().port(free).start();
        Client client = Client.of(standIn)) {
      assertThat(standIn.port()).isEqualTo(free);
      assertThat(client.value("SELECT 1")).isEqualTo("1");
    }
  }

  @Test
  void refusesAPortThatIsNone() {
    assertThatThrownBy(() -> RedshiftStandIn.builder().port(70_000))
        .hasMessageContaining("was 70000");
  }

  private static ProcessHandle server(Path folder) throws IOException {
    String pid = Files.readAllLines(folder.resolve("data/postmaster.pid")).get(0);
    return ProcessHandle.of(Long.parseLong(pid.strip())).orElseThrow();
  }
}
