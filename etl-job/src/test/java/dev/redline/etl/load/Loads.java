package dev.redline.etl.load;

import dev.redline.etl.JobSpec;
import dev.redline.etl.SampleSpec;
import dev.redline.etl.StagedParts;
import dev.redline.etl.Tables;
import dev.redline.etl.login.Credentials;
import dev.redline.sandbox.redshift.RedshiftStandIn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Loads without Spark into the stand-in, whose tables are dropped before each test. */
@Timeout(300)
abstract class Loads {
  static final String ONE_ROW = StagedParts.rows("('A', '2024-02-01', 2, 2)");

  @TempDir static Path folder;
  static RedshiftStandIn redshift;
  static int runs;

  /** The clock of the backoff stands still; these are what it was asked to wait. */
  final List<Duration> pauses = new ArrayList<>();

  String runId = "";

  @BeforeAll
  static void start() throws IOException {
    redshift = RedshiftStandIn.start();
  }

  @AfterAll
  static void stop() {
    redshift.close();
  }

  @BeforeEach
  void reset() throws Exception {
    runs++;
    runId = String.format("%064x", runs);
    run("DROP TABLE IF EXISTS parts", "DROP TABLE IF EXISTS redline_load_audit");
  }

  RedshiftLoad.Outcome load(Path spec, String rows) throws Exception {
    StagedParts parts = StagedParts.write(spec, runId, "a", rows);
    prepare(parts.spec());
    return load(parts.spec())
        .run(parts.files(), parts.counts(), Instant.EPOCH, new Configuration());
  }

  RedshiftLoad load(JobSpec spec) {
    return new RedshiftLoad(login(), spec, runId, Clock.systemUTC(), Backoff.DEFAULT, pauses::add);
  }

  void prepare(JobSpec spec) throws SQLException {
    Preparation preparation = new Preparation(login(), spec, runId);
    preparation.check();
    preparation.change();
  }

  static Redshift login() {
    return new Redshift(
        redshift.jdbcUrl(), () -> new Credentials(redshift.user(), redshift.password()));
  }

  static Redshift as(String user, String password, String url) {
    return new Redshift(url, () -> new Credentials(user, password));
  }

  static Path spec() throws IOException {
    return spec("", "");
  }

  static Path spec(String replaced, String replacement) throws IOException {
    String json = SampleSpec.parts("none", folder + "/work");
    json = replaced.isEmpty() ? json : json.replace(replaced, replacement);
    return Files.writeString(Files.createTempFile(folder, "spec", ".json"), json);
  }

  static Connection connect() throws SQLException {
    return Tables.connect(redshift);
  }

  static void run(String... statements) throws SQLException {
    Tables.run(redshift, statements);
  }

  static List<String> rows(String query) throws SQLException {
    return Tables.rows(redshift, query);
  }
}
