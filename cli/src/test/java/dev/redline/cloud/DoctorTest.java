package dev.redline.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.redline.cli.Redline;
import dev.redline.sandbox.process.Command;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What keeps the doctor from looking at anything: each is one line with its remedy. */
class DoctorTest {
  private static final String REFUSAL =
      """
      <ErrorResponse><Error><Code>InvalidClientTokenId</Code>\
      <Message>The security token included in the request is invalid.</Message></Error>\
      </ErrorResponse>""";

  @TempDir Path home;

  /** A doctor of a machine on which nobody has set anything of AWS. */
  private Command onABareMachine(String... more) throws InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "env",
                "-i",
                "HOME=" + home,
                "AWS_EC2_METADATA_DISABLED=true",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Duser.home=" + home,
                "-cp",
                System.getProperty("java.class.path"),
                Redline.class.getName(),
                "doctor",
                "--stack",
                "alarms"));
    command.addAll(List.of(more));
    return Command.run(Duration.ofMinutes(2), command);
  }

  private static List<String> failures(String output) {
    return output.lines().filter(line -> line.startsWith("FAIL")).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"us-west-9", "eu-nowhere-1", "eu_central_1", "x"})
  void aRegionThatAwsDoesNotHave(String region) {
    StringWriter out = new StringWriter();
    int exitCode =
        new CommandLine(new DoctorCommand())
            .setOut(new PrintWriter(out))
            .execute("--stack", "alarms", "--region", region);
    assertThat(exitCode).isEqualTo(1);
    assertThat(failures(out.toString()))
        .containsExactly(
            "FAIL  region           '" + region + "' is none that AWS has: correct --region");
    assertThat(out.toString()).contains("SKIP  stack");
  }

  @Test
  void noRegionAtAll() throws Exception {
    Command doctor = onABareMachine();
    assertThat(doctor.exitCode()).as(doctor.output()).isEqualTo(1);
    assertThat(failures(doctor.output()))
        .containsExactly("FAIL  region           none is known: give --region, or set AWS_REGION");
  }

  @Test
  void noCredentials() throws Exception {
    HttpServer aws = aws();
    try {
      Command doctor = onABareMachine("--region", "eu-central-1", "--endpoint", url(aws));
      assertThat(doctor.exitCode()).as(doctor.output()).isEqualTo(1);
      assertThat(failures(doctor.output()))
          .containsExactly(
              "FAIL  credentials      none were found: run aws configure, set AWS_ACCESS_KEY_ID and"
                  + " AWS_SECRET_ACCESS_KEY, or run this where a role is attached");
      assertThat(doctor.output()).contains("SKIP  stack").doesNotContain("\tat ");
    } finally {
      aws.stop(0);
    }
  }

  @Test
  void credentialsThatAwsRefuses() throws Exception {
    HttpServer aws = aws();
    try {
      System.setProperty("aws.accessKeyId", "AKIAIOSFODNN7EXAMPLE");
      System.setProperty("aws.secretAccessKey", "wrong");
      StringWriter out = new StringWriter();
      new CommandLine(new DoctorCommand())
          .setOut(new PrintWriter(out))
          .execute("--stack", "alarms", "--region", "eu-central-1", "--endpoint", url(aws));
      assertThat(failures(out.toString()))
          .singleElement()
          .asString()
          .startsWith(
              "FAIL  credentials      AWS does not accept them (InvalidClientTokenId, The security"
                  + " token included in the request is invalid.): run aws configure");
    } finally {
      System.clearProperty("aws.accessKeyId");
      System.clearProperty("aws.secretAccessKey");
      aws.stop(0);
    }
  }

  /** An AWS that is there and lets nobody in. */
  private static HttpServer aws() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    byte[] answer = REFUSAL.getBytes(StandardCharsets.UTF_8);
    server.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          exchange.getResponseHeaders().set("Content-Type", "text/xml");
          exchange.sendResponseHeaders(403, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
    return server;
  }

  private static String url(HttpServer server) {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }
}
