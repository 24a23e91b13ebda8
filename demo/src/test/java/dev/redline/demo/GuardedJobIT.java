package dev.redline.demo;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.redline.sandbox.redshift.RedshiftStandIn;
import dev.redline.sandbox.spark.SparkDistribution;
import dev.redline.sandbox.spark.SparkRun;
import dev.redline.sandbox.spark.SparkSubmit;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The job and the agent in one driver that logs everything: what each says, and what none says. */
class GuardedJobIT {
  private static final Path ROOT = Path.of(System.getProperty("redline.root"));
  private static final int ROWS = 3_000;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The values go to stdout in the embedded metric format, as CloudWatch takes none. */
  private static final String DENIED = "AccessDenied";

  @TempDir static Path work;
  private static RedshiftStandIn redshift;
  private static HttpServer cloudWatch;
  private static SparkRun run;

  @BeforeAll
  static void runTheJob() throws Exception {
    redshift = RedshiftStandIn.start();
    cloudWatch = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    cloudWatch.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          byte[] answer = cbor("__type", DENIED);
          exchange.getResponseHeaders().add("smithy-protocol", "rpc-v2-cbor");
          exchange.getResponseHeaders().add("Content-Type", "application/cbor");
          exchange.sendResponseHeaders(403, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    cloudWatch.start();
    run = SparkRun.of(submission(), Duration.ofMinutes(8));
  }

  @AfterAll
  static void stop() {
    cloudWatch.stop(0);
    redshift.close();
  }

  @Test
  void publishesTheRowCountsOfTheAuditRow() throws Exception {
    assertThat(run.exitCode()).as(run.stderr() + run.stdout()).isZero();
    Map<String, Long> audit = audit();

    assertThat(audit.get("raw")).isEqualTo(ROWS);
    assertThat(audit.get("rejected")).isPositive();
    assertThat(audit.get("duplicates")).isPositive();
    assertThat(recorded()).isEqualTo(audit);
    assertThat(published()).as(run.stdout()).isEqualTo(audit);
  }

  @Test
  void tellsThePasswordToNobody() throws IOException {
    byte[] secret = redshift.password().getBytes(UTF_8);
    List<Path> files;
    try (Stream<Path> all = Files.walk(work)) {
      files = all.filter(Files::isRegularFile).toList();
    }
    assertThat(files)
        .extracting(file -> file.getFileName().toString())
        .contains("trace.log", "run.json", "verdict.json", "result.json", "driver.out");
    assertThat(Files.size(work.resolve("trace.log"))).isGreaterThan(1_000_000);
    assertThat(work.resolve("trace.log")).content().contains(" TRACE ", " DEBUG ");
    List<Path> telling = new ArrayList<>();
    for (Path file : files) {
      if (holds(file, secret)) {
        telling.add(file);
      }
    }
    assertThat(telling).isEmpty();
    assertThat(run.stderr() + run.stdout()).doesNotContain(redshift.password());
  }

  private static SparkSubmit submission() throws IOException {
    Path events = Files.createDirectories(work.resolve("events"));
    SparkSubmit submission =
        new SparkSubmit(SparkDistribution.ofLine("3.5"), ROOT, work.resolve("spark"), 1, 1024)
            .jar(ROOT.resolve("listener/target/redline-agent.jar"))
            .conf("spark.extraListeners", "dev.redline.listener.RedlineListener")
            .conf("spark.redline.verdict.path", work.resolve("verdict.json").toString())
            .conf("spark.redline.record.path", work.resolve("run.json").toString())
            .conf("spark.redline.cloudwatch.enabled", "true")
            .conf("spark.redline.cloudwatch.region", "eu-central-1")
            .conf("spark.redline.cloudwatch.emf", "stdout")
            .conf(
                "spark.redline.cloudwatch.endpoint",
                "http://127.0.0.1:" + cloudWatch.getAddress().getPort())
            .conf("spark.eventLog.enabled", "true")
            .conf("spark.eventLog.compress", "false")
            .conf("spark.eventLog.dir", events.toUri().toString())
            .environment("AWS_ACCESS_KEY_ID", "nobody")
            .environment("AWS_SECRET_ACCESS_KEY", "nothing")
            .environment("REDSHIFT_PASSWORD", redshift.password())
            .application(
                ROOT.resolve("etl-job/target/redline-etl-job.jar"),
                "dev.redline.etl.EtlJob",
                List.of(
                    "--spec", ROOT.resolve("sample-data/aircraft-last-seen.json").toString(),
                    "--param", "input=" + someFlights().toUri(),
                    "--param", "work=" + work.resolve("job"),
                    "--param", "jdbcUrl=" + redshift.jdbcUrl(),
                    "--param", "user=" + redshift.user(),
                    "--param", "iamRole=arn:aws:iam::123456789012:role/stand-in",
                    "--result", work.resolve("result.json").toString()));
    Files.writeString(submission.home().resolve("log4j2.properties"), logEverything());
    return submission;
  }

  /** A map of one short text, as CloudWatch's protocol has it. */
  private static byte[] cbor(String name, String value) {
    String map = "\u00a1" + (char) (0x60 + name.length()) + name;
    return (map + (char) (0x60 + value.length()) + value).getBytes(ISO_8859_1);
  }

  private static String logEverything() {
    return """
        rootLogger.level = trace
        rootLogger.appenderRef.file.ref = file
        appender.file.type = File
        appender.file.name = file
        appender.file.fileName = %s
        appender.file.layout.type = PatternLayout
        appender.file.layout.pattern = %%d{HH:mm:ss} %%p %%c: %%m%%n%%ex
        # Generated code and byte counts, gigabytes of them.
        logger.codegen.name = org.apache.spark.sql.catalyst.expressions.codegen
        logger.codegen.level = debug
        """
        .formatted(work.resolve("trace.log"));
  }

  /** The first flights of the sample, some twice, some of no aircraft. */
  private static Path someFlights() throws IOException {
    Path all = Flights.unpack(ROOT.resolve("sample-data/flights.csv.zip"), work.resolve("all"));
    try (Stream<String> lines = Files.lines(all)) {
      return Files.write(work.resolve("some.csv"), lines.limit(ROWS + 1L).toList());
    }
  }

  private static Map<String, Long> audit() throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(redshift.jdbcUrl(), redshift.user(), redshift.password());
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT rows_raw, rows_rejected, rows_duplicate, rows_copied"
                    + " FROM redline_load_audit")) {
      assertThat(row.next()).isTrue();
      return counts(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4));
    }
  }

  private static Map<String, Long> recorded() throws IOException {
    JsonNode rows = JSON.readTree(work.resolve("run.json").toFile()).at("/totals/rows");
    return counts(
        rows.path("raw").asLong(-1),
        rows.path("rejected").asLong(-1),
        rows.path("duplicates").asLong(-1),
        rows.path("loaded").asLong(-1));
  }

  private static Map<String, Long> published() throws IOException {
    Map<String, Long> sums = new TreeMap<>();
    for (String line : run.stdout().lines().filter(line -> line.startsWith("{")).toList()) {
      JsonNode values = JSON.readTree(line);
      for (String name : List.of("raw", "rejected", "duplicates", "loaded")) {
        JsonNode value = values.path("redline.etl.rows." + name + ".count");
        if (value.isNumber()) {
          sums.merge(name, value.asLong(), Long::sum);
        }
      }
    }
    return sums;
  }

  private static Map<String, Long> counts(long raw, long rejected, long duplicates, long loaded) {
    return new TreeMap<>(
        Map.of("raw", raw, "rejected", rejected, "duplicates", duplicates, "loaded", loaded));
  }

  /**
   * Whether a file holds the bytes; read a piece at a time, each piece with the end of the last.
   */
  private static boolean holds(Path file, byte[] wanted) throws IOException {
    String text = new String(wanted, UTF_8);
    byte[] buffer = new byte[1 << 20];
    String kept = "";
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
        String piece = kept + new String(buffer, 0, length, ISO_8859_1);
        if (piece.contains(text)) {
          return true;
        }
        kept = piece.substring(Math.max(0, piece.length() - wanted.length));
      }
    }
    return false;
  }
}
