package dev.redline.etl.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.redline.etl.JobSpec;
import dev.redline.etl.SampleSpec;
import dev.redline.etl.StagedParts;
import dev.redline.sandbox.redshift.Hold;
import dev.redline.sandbox.redshift.RedshiftStandIn;
import java.io.IOException;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A driver process that is killed at every step of its load, and what a rerun makes of it. The
 * table of docs/kill-tests.md is written here.
 */
@Timeout(900)
class KillIT {
  private static final Path DOCS =
      Path.of(System.getProperty("redline.root"), "docs", "kill-tests.md");
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final String BEFORE = "A|2024-01-01|1.00, B|2024-06-01|1.00, Z|2024-01-01|1.00";
  private static final String AFTER =
      "A|2024-02-01|2.00, B|2024-06-01|1.00, C|2024-02-01|2.00, Z|2024-01-01|1.00";

  /** A step of the load, the statement it is, and whether the server has carried it out. */
  private record Step(String name, String statement, boolean isDone) {}

  private static final List<Step> STEPS =
      List.of(
          new Step("connected, nothing sent", "LOCK TABLE", false),
          new Step("audit table locked", "LOCK TABLE", true),
          new Step("audit row looked for", "SELECT rows_raw", true),
          new Step("temporary table created", "CREATE TEMP TABLE", true),
          new Step("COPY sent, not answered", "COPY", true),
          new Step("rows counted", "SELECT pg_last_copy_count", true),
          new Step("keys checked", "SELECT count(*) FROM (SELECT 1", true),
          new Step("stale rows dropped", "DELETE FROM \"redline_stage", true),
          new Step("replaced rows deleted", "DELETE FROM \"public\"", true),
          new Step("rows inserted", "INSERT INTO \"public\".\"parts\"", true),
          new Step("audit row written", "INSERT INTO \"public\".\"redline_load_audit\"", true),
          new Step("before COMMIT", "COMMIT", false),
          new Step("COMMIT done, not answered", "COMMIT", true));

  @TempDir static Path folder;
  private static RedshiftStandIn redshift;
  private static Path spec;
  private int run;

  @BeforeAll
  static void start() throws IOException {
    redshift = RedshiftStandIn.start();
    String json =
        SampleSpec.parts("none", folder + "/work")
            .replace("jdbc:redshift://localhost:5439/dev", redshift.jdbcUrl())
            .replace("\"user\": \"loader\"", "\"user\": \"" + redshift.user() + "\"");
    spec = Files.writeString(folder.resolve("spec.json"), json);
  }

  @AfterAll
  static void stop() {
    redshift.close();
  }

  @BeforeEach
  void prepare() throws Exception {
    new Preparation(login(), JobSpec.read(spec, Map.of()), runId()).change();
  }

  @Test
  void aRerunMakesGoodWhateverStepTheDriverWasKilledAt() throws Exception {
    StringBuilder table = new StringBuilder();
    for (Step step : STEPS) {
      reset();
      String runId = runId();
      stage(runId, "killed");

      kill(step, runId);
      Awaitility.await().atMost(PATIENCE).until(() -> openTransactions().equals("0"));
      String rowsAfterKill = parts();
      String auditAfterKill = auditRows();
      boolean isCommitted = step.isDone() && step.statement().equals("COMMIT");

      assertThat(rowsAfterKill).as(step.name()).isEqualTo(isCommitted ? AFTER : BEFORE);
      assertThat(auditAfterKill).as(step.name()).isEqualTo(isCommitted ? "1" : "0");

      RedshiftLoad.Outcome rerun = stage(runId, "rerun").load(login(), runId);

      assertThat(rerun.isRepeat()).as(step.name()).isEqualTo(isCommitted);
      assertThat(parts()).as(step.name()).isEqualTo(AFTER);
      assertThat(auditRows()).as(step.name()).isEqualTo("1");
      assertThat(staged()).as(step.name()).isEmpty();
      table.append(
          "| %s | %s | %s | %s | 4, as without the kill | %s | 0 |%n"
              .formatted(
                  step.name(),
                  isCommitted ? "loaded" : "as before",
                  auditAfterKill,
                  rerun.isRepeat() ? "already loaded" : "loaded",
                  auditRows()));
    }
    compare(table.toString());
  }

  @Test
  void twoRerunsAtOnceLoadOnce() throws Exception {
    reset();
    String runId = runId();
    StagedParts one = stage(runId, "one");
    StagedParts two = stage(runId, "two");
    Hold hold = redshift.faults().holdAfter("COPY");

    CompletableFuture<RedshiftLoad.Outcome> first = later(one, runId);
    hold.await(PATIENCE);
    CompletableFuture<RedshiftLoad.Outcome> second = later(two, runId);
    Awaitility.await().atMost(PATIENCE).until(() -> !waitingForLocks().equals("0"));
    hold.release();

    assertThat(first.get(3, TimeUnit.MINUTES).isRepeat()).isFalse();
    assertThat(second.get(3, TimeUnit.MINUTES).isRepeat()).isTrue();
    assertThat(parts()).isEqualTo(AFTER);
    assertThat(auditRows()).isEqualTo("1");
    assertThat(staged()).isEmpty();
  }

  @Test
  void aRerunWithOlderDataChangesNothingThatIsNewer() throws Exception {
    reset();
    String newer = runId();
    stage(newer, "newer").load(login(), newer);
    String older = runId();
    StagedParts old =
        StagedParts.write(
            spec,
            older,
            "older",
            StagedParts.rows("('A', '2023-01-01', 0.5, 1)", "('C', NULL, 0.5, 1)"));

    RedshiftLoad.Outcome outcome = old.load(login(), older);

    assertThat(outcome.load().staleRows()).isEqualTo(2);
    assertThat(outcome.load().insertedRows()).isZero();
    assertThat(parts()).isEqualTo(AFTER);
    assertThat(auditRows()).isEqualTo("2");
    assertThat(staged()).isEmpty();
  }

  private static void kill(Step step, String runId) throws Exception {
    Hold hold =
        step.isDone()
            ? redshift.faults().holdAfter(step.statement())
            : redshift.faults().holdBefore(step.statement());
    Process driver = driver(runId);
    try {
      hold.await(PATIENCE);
      // SIGKILL: no shutdown hook, no goodbye to the server.
      assertThat(driver.destroyForcibly().waitFor()).isEqualTo(137);
    } finally {
      driver.destroyForcibly();
      hold.cut();
    }
  }

  private static Process driver(String runId) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            System.getProperty("java.home") + "/bin/java",
            "-XX:TieredStopAtLevel=1",
            "-Xmx256m",
            "-cp",
            System.getProperty("java.class.path"),
            StagedParts.class.getName(),
            spec.toString(),
            runId,
            "killed");
    builder.environment().put("REDSHIFT_PASSWORD", redshift.password());
    return builder
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("driver.log").toFile())
        .start();
  }

  private static StagedParts stage(String runId, String attempt) throws Exception {
    return StagedParts.write(
        spec,
        runId,
        attempt,
        StagedParts.rows(
            "('A', '2024-02-01', 2, 2)", "('B', '2024-02-01', 2, 2)", "('C', '2024-02-01', 2, 2)"));
  }

  private static CompletableFuture<RedshiftLoad.Outcome> later(StagedParts parts, String runId) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return parts.load(login(), runId);
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        });
  }

  private static Redshift login() {
    return Redshift.of(
        JobSpec.read(spec, Map.of()).connection(),
        Map.of("REDSHIFT_PASSWORD", redshift.password()));
  }

  private String runId() {
    run++;
    return String.format("%064x", run + 1_000L * System.identityHashCode(this));
  }

  private static void reset() throws SQLException {
    query("DELETE FROM redline_load_audit");
    query("DELETE FROM parts");
    query(
        "INSERT INTO parts VALUES ('A', '2024-01-01', 1, 1), ('B', '2024-06-01', 1, 1),"
            + " ('Z', '2024-01-01', 1, 1)");
  }

  private static String parts() throws SQLException {
    return String.join(", ", query("SELECT part_no, day, price FROM parts ORDER BY 1"));
  }

  private static String auditRows() throws SQLException {
    return query("SELECT count(*) FROM redline_load_audit").get(0);
  }

  private static String openTransactions() throws SQLException {
    return query(
            "SELECT count(*) FROM pg_stat_activity WHERE xact_start IS NOT NULL"
                + " AND usename = current_user AND pid <> pg_backend_pid()")
        .get(0);
  }

  private static String waitingForLocks() throws SQLException {
    return query("SELECT count(*) FROM pg_locks WHERE NOT granted").get(0);
  }

  private static List<Path> staged() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("work/staging"))) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  private static List<String> query(String sql) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Connection connection =
            DriverManager.getConnection(redshift.jdbcUrl(), redshift.user(), redshift.password());
        Statement statement = connection.createStatement()) {
      if (!statement.execute(sql)) {
        return rows;
      }
      ResultSet result = statement.getResultSet();
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          row.add(result.getString(i));
        }
        rows.add(String.join("|", row));
      }
      return rows;
    }
  }

  private static void compare(String table) throws IOException {
    String page = PAGE + table;
    if (Boolean.getBoolean("redline.update")) {
      Files.writeString(DOCS, page);
    }
    assertThat(DOCS).as("renew it with -Dredline.update=true").hasContent(page);
  }

  private static final String PAGE =
      """
      # Kill tests

      A driver process loads three rows over a table of three: one replaces an older row, one is older than the table's, one is new. It gets
      SIGKILL at each step of the load; then the same run is run again. Written by `KillIT`, which runs with every `mvn verify`, against the
      stand-in for Redshift, with the production driver and the production SQL. Renew with
      `mvn -pl etl-job -am verify -Dit.test=KillIT -Dredline.update=true`.

      Beside this table `KillIT` runs two reruns at once (one loads, the other waits for the lock and finds the run loaded; one audit row),
      and a rerun of older data (nothing newer is replaced). Files of the killed attempt are removed by the attempt that finds the run loaded.

      | killed when | table after the kill | audit rows | the rerun | rows after it | audit rows | files left |
      | --- | --- | --- | --- | --- | --- | --- |
      """;
}
