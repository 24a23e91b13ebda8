package dev.redline.etl;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.redline.sandbox.redshift.RedshiftStandIn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The built jar under spark-submit with executors of their own, on both Sparks it is made for. */
class SparkSubmitIT {
  private static final Path ROOT = Path.of(System.getProperty("redline.root"));
  private static final int TIMEOUT_MINUTES = 8;

  @TempDir static Path folder;
  private static RedshiftStandIn redshift;
  private static Path flights;

  @BeforeAll
  static void start() throws IOException {
    redshift = RedshiftStandIn.start();
    flights = Flights.unzip(folder);
  }

  @AfterAll
  static void stop() {
    redshift.close();
  }

  @ParameterizedTest(name = "Spark {0}, Scala {1}")
  @CsvSource({"3.5, 2.12", "4.1, 2.13"})
  void loadsTheFlightsOnRealExecutors(String spark, String scala) throws Exception {
    Path work = Files.createDirectory(folder.resolve("spark-" + spark));
    Path events = Files.createDirectory(work.resolve("events"));
    Path spec = work.resolve("spec.json");
    // A table of its own for each Spark, so that each has all rows to insert.
    Files.writeString(
        spec,
        Files.readString(SampleSpec.FILE)
            .replace("aircraft_last_seen", "aircraft_" + spark.replace('.', '_')));

    int exit =
        submit(
            spark,
            scala,
            work,
            List.of(
                "--conf", "spark.eventLog.enabled=true",
                "--conf", "spark.eventLog.compress=false",
                "--conf", "spark.eventLog.rolling.enabled=false",
                "--conf", "spark.eventLog.dir=" + events.toUri()),
            List.of(
                "--spec", spec.toString(),
                "--param", "input=" + flights,
                "--param", "work=" + work,
                "--param", "iamRole=arn:aws:iam::123456789012:role/copy",
                "--param", "jdbcUrl=" + redshift.jdbcUrl(),
                "--param", "user=" + redshift.user(),
                "--result", work.resolve("result.json").toString()));

    assertThat(exit).as(() -> output(work)).isZero();
    assertThat(output(work))
        .contains("raw 336,776 = rejected 2,512 + duplicates 330,221 + loaded 4,043")
        .doesNotContain(redshift.password());
    JsonNode rows = new ObjectMapper().readTree(work.resolve("result.json").toFile()).path("rows");
    assertThat(rows.path("inserted").asLong()).isEqualTo(4_043);
    assertThat(shuffleBytes(events)).isPositive().isLessThan(flights.toFile().length() / 10);
  }

  @Test
  void exitsWithTwoBeforeSparkStartsWhenTheInputIsMissing() throws Exception {
    Path work = Files.createDirectory(folder.resolve("missing"));

    int exit =
        submit(
            "3.5",
            "2.12",
            work,
            List.of(),
            List.of(
                "--spec",
                SampleSpec.FILE.toString(),
                "--param",
                "input=/no/such/file.csv",
                "--param",
                "work=" + work,
                "--param",
                "iamRole=arn:aws:iam::123456789012:role/copy",
                "--param",
                "jdbcUrl=" + redshift.jdbcUrl(),
                "--param",
                "user=" + redshift.user()));

    assertThat(exit).isEqualTo(EtlJob.INPUT_ERROR);
    assertThat(output(work))
        .contains("redline-etl: source.path '/no/such/file.csv' matches no file")
        .doesNotContain("Running Spark version");
  }

  private static int submit(
      String spark, String scala, Path work, List<String> settings, List<String> arguments)
      throws IOException, InterruptedException {
    Path home = ROOT.resolve("sandbox/spark-" + spark + "/target");
    assertThat(home.resolve("jars"))
        .as("lay Spark out first: mvn -pl sandbox/spark-3.5,sandbox/spark-4.1 package")
        .isDirectory();
    List<String> command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java"));
    command.addAll(List.of(System.getProperty("redline.spark-jvm-options").split(" ")));
    command.addAll(
        List.of(
            "-Xmx1g",
            "-cp",
            home.resolve("jars") + "/*",
            "org.apache.spark.deploy.SparkSubmit",
            "--master",
            "local-cluster[2,1,1024]",
            "--conf",
            "spark.ui.enabled=false"));
    command.addAll(settings);
    command.addAll(List.of("--class", EtlJob.class.getName(), JobJarIT.JAR.toString()));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.directory(work.toFile());
    builder.environment().put("SPARK_HOME", home.toString());
    builder.environment().put("SPARK_SCALA_VERSION", scala);
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    builder.environment().put("REDSHIFT_PASSWORD", redshift.password());
    builder.redirectErrorStream(true).redirectOutput(work.resolve("output.txt").toFile());
    Process process = builder.start();
    try {
      assertThat(process.waitFor(TIMEOUT_MINUTES, TimeUnit.MINUTES)).isTrue();
      return process.exitValue();
    } finally {
      process.destroyForcibly();
    }
  }

  private static String output(Path work) {
    try {
      return Files.readString(work.resolve("output.txt"));
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static long shuffleBytes(Path events) throws IOException {
    List<Path> logs;
    try (Stream<Path> files = Files.list(events)) {
      logs = files.filter(file -> !file.toString().endsWith(".crc")).toList();
    }
    assertThat(logs).hasSize(1);
    ObjectMapper json = new ObjectMapper();
    try (Stream<String> lines = Files.lines(logs.get(0))) {
      long bytes = 0;
      for (String line :
          lines.filter(l -> l.contains("SparkListenerTaskEnd")).collect(Collectors.toList())) {
        bytes +=
            json.readTree(line)
                .at("/Task Metrics/Shuffle Write Metrics/Shuffle Bytes Written")
                .asLong();
      }
      return bytes;
    }
  }
}
