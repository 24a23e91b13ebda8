package dev.redline.bench.etl;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.redline.etl.EtlJob;
import dev.redline.sandbox.redshift.RedshiftStandIn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * From raw CSV to the table: the naive job and the whole of Redline's, each into the Redshift
 * stand-in, which must then hold the same rows twice.
 */
final class Load {
  /** Where the password of the stand-in is handed over. */
  static final String PASSWORD = "REDSHIFT_PASSWORD";

  /** The raw files. */
  static final StructType SCHEMA =
      StructType.fromDDL(
          "id bigint, at timestamp, device string, payload string, delivered bigint");

  /** The table. */
  static final String COLUMNS =
      "id BIGINT, at TIMESTAMP, device VARCHAR(20), payload VARCHAR(500), delivered BIGINT";

  static final String ROLE = "arn:aws:iam::123456789012:role/stand-in";

  private static final String SPEC =
      """
      {
        "name": "events",
        "source": {"format": "csv", "path": "%s", "header": true},
        "schema": [
          {"name": "id", "type": "bigint"},
          {"name": "at", "type": "timestamp"},
          {"name": "device", "type": "string"},
          {"name": "payload", "type": "string"},
          {"name": "delivered", "type": "bigint"}
        ],
        "key": ["id"],
        "ordering": ["delivered"],
        "target": {
          "schema": "public",
          "table": "events",
          "createIfMissing": true,
          "columns": [
            {"name": "id", "type": "BIGINT"},
            {"name": "at", "type": "TIMESTAMP"},
            {"name": "device", "type": "VARCHAR(20)"},
            {"name": "payload", "type": "VARCHAR(500)"},
            {"name": "delivered", "type": "BIGINT"}
          ]
        },
        "staging": "%s/staging",
        "rejects": "%s/rejects",
        "iamRole": "%s",
        "connection": {"url": "%s", "user": "%s", "passwordEnv": "%s"}
      }
      """;

  private final Path work;
  private final RedshiftStandIn redshift;

  private Load(Path work, RedshiftStandIn redshift) {
    this.work = work;
    this.redshift = redshift;
  }

  /** One job's run. */
  private record Run(double seconds, TaskCosts.Sums costs) {}

  static Workload workload() {
    return new Workload(
        "load", "CSV to table", Data.wide(0, 0), List.of("id"), List.of("delivered"), "2g");
  }

  /** Measures both jobs and gives the table in Markdown. */
  static String measure(Path work, Path parquet) throws Exception {
    Path csv = csv(work, parquet);
    try (RedshiftStandIn redshift = RedshiftStandIn.start()) {
      Load load = new Load(Files.createTempDirectory(work, "load"), redshift);
      Run naive = load.naive(csv);
      Run redline = load.redline(csv);
      return load.table(csv, naive, redline);
    }
  }

  private static Path csv(Path work, Path parquet) {
    Path csv = work.resolve("data").resolve(parquet.getFileName() + "-csv");
    if (!Files.exists(csv.resolve("_SUCCESS"))) {
      try (SparkSession spark =
          SparkSession.builder()
              .master("local[2]")
              .config("spark.ui.enabled", "false")
              .config("spark.sql.session.timeZone", "UTC")
              .getOrCreate()) {
        spark
            .read()
            .parquet(parquet.toString())
            .select("id", "at", "device", "payload", "delivered")
            .write()
            .mode("overwrite")
            .option("header", "true")
            .csv(csv.toString());
      }
    }
    return csv;
  }

  private Run naive(Path csv) throws Exception {
    Path folder = Files.createDirectories(work.resolve("naive"));
    return run(
        "naive",
        List.of(
            NaiveLoad.class.getName(),
            csv.toString(),
            folder.toString(),
            redshift.jdbcUrl(),
            redshift.user()));
  }

  private Run redline(Path csv) throws Exception {
    Path spec = work.resolve("spec.json");
    Path folder = work.resolve("redline");
    Files.writeString(
        spec,
        SPEC.formatted(
            csv + "/*.csv", folder, folder, ROLE, redshift.jdbcUrl(), redshift.user(), PASSWORD));
    return run("redline", List.of(EtlJob.class.getName(), "--spec", spec.toString()));
  }

  private Run run(String name, List<String> program) throws Exception {
    Path costs = work.resolve(name + ".json");
    Path log = work.resolve(name + ".log");
    List<String> command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java"));
    command.addAll(List.of(System.getProperty("redline.spark-jvm-options").split(" ")));
    command.addAll(
        List.of(
            "-Xmx2g",
            "-Dspark.master=local[2]",
            "-Dspark.ui.enabled=false",
            "-Dspark.sql.session.timeZone=UTC",
            "-Dspark.app.name=" + name,
            "-Dspark.local.dir=" + work.resolve(name + "-spark"),
            "-Dspark.extraListeners=" + TaskCosts.class.getName(),
            "-D" + TaskCosts.FILE + "=" + costs,
            "-cp",
            System.getProperty("java.class.path")));
    command.addAll(program);
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().put(PASSWORD, redshift.password());
    long begin = System.nanoTime();
    int exit = builder.start().waitFor();
    double seconds = (System.nanoTime() - begin) / 1e9;
    if (exit != 0) {
      throw new IOException(name + " ended with exit code " + exit + ", see " + log);
    }
    return new Run(seconds, new ObjectMapper().readValue(costs.toFile(), TaskCosts.Sums.class));
  }

  private String table(Path csv, Run naive, Run redline) throws SQLException, IOException {
    long rows = number("SELECT count(*) FROM events");
    long different =
        number("SELECT count(*) FROM (SELECT * FROM events EXCEPT SELECT * FROM naive_events) a")
            + number(
                "SELECT count(*) FROM (SELECT * FROM naive_events EXCEPT SELECT * FROM events) a");
    if (different != 0 || rows != number("SELECT count(*) FROM naive_events")) {
      throw new IllegalStateException("the two tables differ in " + different + " rows");
    }
    return String.format(
            Locale.ROOT,
            "%,d rows in the table, the same from both; CSV of %,.0f MB.%n%n"
                + "| job | process | shuffle | disk spill |%n| --- | ---: | ---: | ---: |%n",
            rows,
            bytes(csv) / 1e6)
        + row("naive: read, window, write, COPY", naive, naive)
        + row("redline: validate, quarantine, dedupe, account, load once", redline, naive);
  }

  private static String row(String name, Run run, Run naive) {
    return String.format(
        Locale.ROOT,
        "| %s | %.1f s, %.2f | %,.1f MB, %.3f | %,.1f MB |%n",
        name,
        run.seconds(),
        run.seconds() / naive.seconds(),
        run.costs().shuffleBytes() / 1e6,
        run.costs().shuffleBytes() / (double) Math.max(1, naive.costs().shuffleBytes()),
        run.costs().spillBytes() / 1e6);
  }

  private static long bytes(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.mapToLong(file -> file.toFile().length()).sum();
    }
  }

  private long number(String query) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(redshift.jdbcUrl(), redshift.user(), redshift.password());
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      result.next();
      return result.getLong(1);
    }
  }
}
