package dev.redline.etl;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.redline.sandbox.redshift.RedshiftStandIn;
import dev.redline.sandbox.spark.SparkDistribution;
import dev.redline.sandbox.spark.SparkRun;
import dev.redline.sandbox.spark.SparkSubmit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The built jar under spark-submit with executors of their own, on both Sparks it is made for. */
class SparkSubmitIT {
  private static final Path ROOT = Path.of(System.getProperty("redline.root"));
  private static final Duration LIMIT = Duration.ofMinutes(8);

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

  /** On Spark 4.1 the demo does it. */
  @Test
  void loadsTheFlightsOnRealExecutors() throws Exception {
    Path work = Files.createDirectory(folder.resolve("newest"));
    Path events = Files.createDirectory(work.resolve("events"));
    Path result = work.resolve("result.json");
    SparkRun run =
        SparkRun.of(
            submission(
                    SparkDistribution.SPARK_3_5,
                    work,
                    SampleSpec.FILE,
                    flights.toString(),
                    List.of("--result", result.toString()))
                // The password must be in none of it.
                .conf("spark.log.level", "INFO")
                .conf("spark.eventLog.enabled", "true")
                .conf("spark.eventLog.compress", "false")
                .conf("spark.eventLog.rolling.enabled", "false")
                .conf("spark.eventLog.dir", events.toUri().toString()),
            LIMIT);

    assertThat(run.exitCode()).as(run.stderr()).isZero();
    assertThat(run.stdout())
        .contains("raw 336,776 = rejected 2,512 + duplicates 330,221 + loaded 4,043");
    assertThat(run.stdout() + run.stderr()).doesNotContain(redshift.password());
    JsonNode rows = new ObjectMapper().readTree(result.toFile()).path("rows");
    assertThat(rows.path("inserted").asLong()).isEqualTo(4_043);
    assertThat(shuffleBytes(events)).isPositive().isLessThan(flights.toFile().length() / 10);
  }

  /**
   * What the planner leaves to larger inputs, the scan of keys that are whole numbers; from Parquet
   * whose columns change their types from file to file.
   */
  @Test
  void findsTheNewestFlightOfEveryNumberByLocatorsOnSpark4() throws Exception {
    Path work = Files.createDirectory(folder.resolve("locator"));
    Path input = Files.createDirectory(work.resolve("in"));
    parquet(input.resolve("winter.parquet"), "* FROM flights WHERE month < 6");
    parquet(
        input.resolve("summer.parquet"),
        "* REPLACE (flight::BIGINT AS flight, dep_time::BIGINT AS dep_time, hour::VARCHAR AS hour,"
            + " time_hour::TIMESTAMP_NS AS time_hour), 'x' AS nobody_asks FROM flights WHERE month >="
            + " 6");
    Path spec = work.resolve("spec.json");
    Files.writeString(
        spec,
        Files.readString(SampleSpec.FILE)
            .replace("aircraft_last_seen", "flight_numbers")
            .replace("\"csv\"", "\"parquet\"")
            .replace(",\n    \"header\": true,\n    \"nullToken\": \"NA\"", "")
            .replace(
                "\"key\": [\"tailnum\"]",
                "\"key\": [\"flight\"], \"dedupe\": {\"algorithm\": \"locator\"}")
            .replace(
                "\"ordering\": [\"time_hour\", \"sched_dep_time\", \"dep_time\", \"flight\"]",
                "\"ordering\": [\"time_hour\", \"sched_dep_time\"]"));

    SparkRun run =
        SparkRun.of(
            submission(SparkDistribution.SPARK_4_1, work, spec, input.toString(), List.of())
                .conf("spark.log.level", "INFO"),
            LIMIT);

    assertThat(run.exitCode()).as(run.stderr()).isZero();
    assertThat(run.stdout())
        .contains("dedupe by locator: the job spec says so")
        .contains("raw 336,776 = rejected 0 + duplicates 332,932 + loaded 3,844");
    assertThat(run.stdout() + run.stderr()).doesNotContain(redshift.password());
    assertThat(run.stderr())
        .contains("newest rows are found by a scan of flight, time_hour, sched_dep_time alone");
  }

  @Test
  void exitsWithTwoBeforeSparkStartsWhenTheInputIsMissing() throws Exception {
    Path work = Files.createDirectory(folder.resolve("missing"));
    Path events = Files.createDirectory(work.resolve("events"));
    SparkRun run =
        SparkRun.of(
            submission(
                    SparkDistribution.SPARK_3_5,
                    work,
                    SampleSpec.FILE,
                    "/no/such/file.csv",
                    List.of())
                .conf("spark.eventLog.enabled", "true")
                .conf("spark.eventLog.dir", events.toUri().toString()),
            LIMIT);
    assertThat(run.exitCode()).isEqualTo(EtlJob.INPUT_ERROR);
    assertThat(run.stderr())
        .contains("redline-etl: source.path '/no/such/file.csv' matches no file");
    assertThat(events).isEmptyDirectory();
  }

  private static void parquet(Path file, String select) throws SQLException {
    try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckdb.createStatement()) {
      statement.execute(
          "CREATE VIEW flights AS FROM read_csv('"
              + flights
              + "', nullstr = 'NA', timestampformat = '%Y-%m-%dT%H:%M:%SZ',"
              + " types = {'time_hour': 'TIMESTAMP'})");
      statement.execute("COPY (SELECT " + select + ") TO '" + file + "' (FORMAT parquet)");
    }
  }

  private static SparkSubmit submission(
      SparkDistribution spark, Path work, Path spec, String input, List<String> more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--spec", spec.toString(),
                "--param", "input=" + input,
                "--param", "work=" + work,
                "--param", "iamRole=arn:aws:iam::123456789012:role/copy",
                "--param", "jdbcUrl=" + redshift.jdbcUrl(),
                "--param", "user=" + redshift.user()));
    arguments.addAll(more);
    return new SparkSubmit(spark, ROOT, work.resolve("spark"), 2, 1024)
        .environment("REDSHIFT_PASSWORD", redshift.password())
        .application(JobJarIT.JAR, EtlJob.class.getName(), arguments);
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
