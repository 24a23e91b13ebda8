package dev.redline.etl.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatObject;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.redline.etl.InputError;
import dev.redline.etl.JobSpec;
import dev.redline.etl.RowCounts;
import dev.redline.etl.SampleSpec;
import dev.redline.etl.StagedParts;
import dev.redline.etl.login.Credentials;
import dev.redline.sandbox.redshift.RedshiftStandIn;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.Appender;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.WriterAppender;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.layout.PatternLayout;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The load alone, into the stand-in, with trouble. The clock of the backoff stands still. */
@Timeout(300)
class LoadIT {
  private static final String ONE_ROW = StagedParts.rows("('A', '2024-02-01', 2, 2)");

  @TempDir static Path folder;
  private static RedshiftStandIn redshift;
  private static int runs;

  private final List<Duration> pauses = new ArrayList<>();
  private String runId = "";

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

  @Test
  void findsACommitThatWasNotAnswered() throws Exception {
    redshift.faults().cutAfter("COMMIT");

    RedshiftLoad.Outcome outcome = load(spec(), ONE_ROW);

    assertThat(outcome.isRepeat()).isFalse();
    assertThat(outcome.load().insertedRows()).isEqualTo(1);
    assertThat(pauses).hasSize(1);
    assertThat(rows("SELECT part_no, stock FROM parts")).containsExactly("A|2");
    assertThat(rows("SELECT count(*) FROM redline_load_audit")).containsExactly("1");
    assertThat(System.getProperty(CriticalSection.PROPERTY)).isNull();
  }

  @Test
  void loadsAgainWhenTheCommitNeverArrived() throws Exception {
    redshift.faults().cutBefore("COMMIT");

    assertThat(load(spec(), ONE_ROW).load().insertedRows()).isEqualTo(1);
    assertThat(pauses).hasSize(1);
    assertThat(rows("SELECT part_no, stock FROM parts")).containsExactly("A|2");
    assertThat(rows("SELECT count(*) FROM redline_load_audit")).containsExactly("1");
  }

  @Test
  void triesAgainAfterALostRaceOrConnection() throws Exception {
    redshift.faults().failSerialization("DELETE FROM");
    redshift.faults().failConcurrency("COPY");
    redshift.faults().cutBefore("INSERT INTO \"public\".\"parts\"");
    redshift.faults().failSerialization("COMMIT");

    assertThat(load(spec(), ONE_ROW).load().insertedRows()).isEqualTo(1);
    assertThat(pauses).hasSize(4);
    assertThat(pauses.get(3)).isGreaterThanOrEqualTo(Duration.ofSeconds(4));
    assertThat(rows("SELECT count(*) FROM parts")).containsExactly("1");
    assertThat(redshift.faults().areOver()).isTrue();
  }

  @Test
  void givesUpAfterABoundedNumberOfTries() throws Exception {
    for (int i = 0; i < Backoff.DEFAULT.tries(); i++) {
      redshift.faults().failSerialization("COPY");
    }

    assertThatThrownBy(() -> load(spec(), ONE_ROW)).hasMessageContaining("1023");
    assertThat(pauses).hasSize(Backoff.DEFAULT.tries() - 1);
    assertThat(redshift.faults().areOver()).isTrue();
    assertThat(rows("SELECT count(*) FROM parts")).containsExactly("0");
  }

  @Test
  void saysSoWhenTheOutcomeCannotBeKnown() throws Exception {
    redshift.faults().cutAfter("COMMIT");
    for (int i = 1; i < Backoff.DEFAULT.tries(); i++) {
      redshift.faults().cutBefore("LOCK");
    }

    assertThatThrownBy(() -> load(spec(), ONE_ROW))
        .hasMessageContaining("whether the load was committed is not known")
        .hasMessageContaining("Run the job again");
    assertThat(load(spec(), ONE_ROW).isRepeat()).isTrue();
    assertThat(rows("SELECT count(*) FROM redline_load_audit")).containsExactly("1");
  }

  @Test
  void doesNotTryAgainWhatWouldFailAgain() throws Exception {
    redshift.faults().failSpectrum("COPY", "Forbidden: HTTP response error code: 403 S3 Error");

    assertThatThrownBy(() -> load(spec(), ONE_ROW))
        .hasMessageContaining("Spectrum Scan Error")
        .hasMessageContaining("403");
    assertThat(pauses).isEmpty();
    assertThat(rows("SELECT count(*) FROM parts")).containsExactly("0");
    assertThat(rows("SELECT count(*) FROM redline_load_audit")).containsExactly("0");
  }

  @Test
  void failsBeforeTheCommitWhenCopyCountsOtherwise() throws Exception {
    StagedParts parts = StagedParts.write(spec(), runId, "a", ONE_ROW);
    prepare(parts.spec());
    RowCounts two = new RowCounts(OptionalLong.of(2), 0, Map.of(), 2, 2, 2, 2);

    assertThatThrownBy(
            () -> load(parts.spec()).run(parts.files(), two, Instant.EPOCH, new Configuration()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("copied rows 1 = staged rows 2 does not hold");
    assertThat(rows("SELECT count(*) FROM parts")).containsExactly("0");
    assertThat(rows("SELECT count(*) FROM redline_load_audit")).containsExactly("0");
  }

  @Test
  void failsBeforeTheCommitWhenAKeyIsThereTwice() throws Exception {
    String twice = StagedParts.rows("('A', '2024-02-01', 2, 2)", "('A', '2024-02-02', 3, 3)");

    assertThatThrownBy(() -> load(spec(), twice))
        .hasMessageContaining("1 key(s) of part_no are there more than once")
        .hasMessageContaining("nothing was committed");
    assertThat(rows("SELECT count(*) FROM parts")).containsExactly("0");
  }

  @Test
  void parsesJsonIntoSuper() throws Exception {
    Path spec =
        spec("\"SMALLINT\"", "\"SUPER\", \"expression\": \"to_json(named_struct('n', stock))\"");
    String rows = ONE_ROW.replace("v.s::SMALLINT", "'{\"n\": 2}'");

    load(spec, rows);

    assertThat(rows("SELECT stock ->> 'n' FROM parts")).containsExactly("2");
    assertThat(
            rows(
                "SELECT data_type FROM svv_columns WHERE table_name = 'parts'"
                    + " AND column_name = 'stock'"))
        .containsExactly("super");
    runId = String.format("%064x", 1_000 + runs);
    assertThatThrownBy(() -> load(spec, ONE_ROW.replace("v.s::SMALLINT", "'{n: 2'")))
        .hasMessageContaining("1 row(s) of column stock hold no JSON");
  }

  @Test
  void evolvesATableOnlyWhereToldTo() throws Exception {
    run(
        "CREATE TABLE parts (part_no VARCHAR(2) NOT NULL, day DATE, note INTEGER)",
        "INSERT INTO parts VALUES ('Z', '2020-01-01', 7)");

    assertThatThrownBy(() -> load(spec(), ONE_ROW))
        .isInstanceOf(InputError.class)
        .hasMessageContaining("price is missing: ALTER TABLE \"public\".\"parts\" ADD COLUMN")
        .hasMessageContaining("stock is missing")
        .hasMessageContaining("part_no is too narrow")
        .hasMessageContaining("set target.evolveSchema to true");
    assertThat(rows("SELECT count(*) FROM svv_columns WHERE table_name = 'parts'"))
        .containsExactly("3");

    load(
        spec("\"createIfMissing\": true", "\"createIfMissing\": true, \"evolveSchema\": true"),
        ONE_ROW);
    assertThat(rows("SELECT part_no, price, note FROM parts ORDER BY 1"))
        .containsExactly("A|2.00|null", "Z|null|7");
    assertThat(
            rows(
                "SELECT character_maximum_length FROM svv_columns WHERE table_name = 'parts'"
                    + " AND column_name = 'part_no'"))
        .containsExactly("4");
  }

  @Test
  void namesThePrivilegesThatAreLacking() throws Exception {
    load(spec(), ONE_ROW);
    run(
        "CREATE ROLE reader LOGIN PASSWORD 'reading'",
        "GRANT SELECT ON parts, redline_load_audit TO reader");
    JobSpec spec = JobSpec.read(spec(), Map.of());
    Redshift reader = new Redshift(redshift.jdbcUrl(), () -> new Credentials("reader", "reading"));

    assertThatThrownBy(() -> new Preparation(reader, spec, runId).check())
        .isInstanceOf(InputError.class)
        .hasMessageContaining("lacks")
        .hasMessageContaining("INSERT on table public.parts")
        .hasMessageContaining("DELETE on table public.redline_load_audit")
        .hasMessageNotContaining("SELECT on table");
  }

  @Test
  void namesASchemaThatTheUserMayNotUse() throws Exception {
    run(
        "DROP SCHEMA IF EXISTS hidden CASCADE",
        "DROP ROLE IF EXISTS outsider",
        "CREATE ROLE outsider LOGIN PASSWORD 'outside'",
        "CREATE SCHEMA hidden",
        "CREATE TABLE hidden.parts (part_no VARCHAR(4), day DATE, price DECIMAL(6,2), stock SMALLINT)",
        "GRANT ALL ON hidden.parts TO outsider");
    JobSpec spec =
        JobSpec.read(
            spec("\"table\": \"parts\"", "\"schema\": \"hidden\", \"table\": \"parts\""), Map.of());

    assertThatThrownBy(
            () ->
                new Preparation(as("outsider", "outside", redshift.jdbcUrl()), spec, runId).check())
        .isInstanceOf(InputError.class)
        .hasMessageContaining("lacks at")
        .hasMessageContaining("USAGE on schema hidden")
        .hasMessageContaining("lacks CREATE on schema hidden");
    run("DROP SCHEMA hidden CASCADE");
  }

  @Test
  void insistsOnTheServersNameUnlessTheAddressSaysOtherwise() {
    String host = "jdbc:redshift://ssl.example.com:5439/dev";
    Credentials login = new Credentials("x", "y");

    assertThat(as("x", "y", host).properties(login))
        .containsEntry("ssl", "true")
        .containsEntry("sslmode", "verify-full");
    assertThat(as("x", "y", host + "?ssl=true").properties(login))
        .containsEntry("sslmode", "verify-full");
    assertThat(as("x", "y", host + "?sslmode=verify-ca").properties(login))
        .doesNotContainKey("sslmode");
    assertThat(as("x", "y", host + "?ssl=false").properties(login))
        .doesNotContainKeys("ssl", "sslmode");
  }

  @Test
  void saysBeforeAnyWorkThatTheUserMayNotEvolveTheTable() throws Exception {
    run(
        "CREATE TABLE parts (part_no VARCHAR(4) NOT NULL, day DATE, price DECIMAL(6,2))",
        "DROP ROLE IF EXISTS writer",
        "CREATE ROLE writer LOGIN PASSWORD 'writing'");
    JobSpec evolving =
        JobSpec.read(
            spec("\"createIfMissing\": true", "\"createIfMissing\": true, \"evolveSchema\": true"),
            Map.of());
    prepare(evolving);
    run(
        "ALTER TABLE parts DROP COLUMN stock",
        "GRANT SELECT, INSERT, DELETE ON parts, redline_load_audit TO writer");
    Redshift writer = new Redshift(redshift.jdbcUrl(), () -> new Credentials("writer", "writing"));

    assertThatThrownBy(() -> new Preparation(writer, evolving, runId).check())
        .isInstanceOf(InputError.class)
        .hasMessageContaining("does not own table public.parts")
        .hasMessageContaining("stock is missing: ALTER TABLE \"public\".\"parts\" ADD COLUMN")
        .hasMessageContaining("let its owner do it")
        .hasMessageNotContaining("lacks");
    run("ALTER TABLE parts ADD COLUMN stock SMALLINT");
    new Preparation(writer, evolving, runId).check();
    new Preparation(writer, evolving, runId).change();
  }

  @Test
  void namesWhatOnlyLooksLikeTheTables() throws Exception {
    run(
        "CREATE TABLE base (part_no VARCHAR(4), day DATE, price DECIMAL(6,2), stock SMALLINT)",
        "CREATE VIEW parts AS SELECT * FROM base",
        "CREATE TABLE redline_load_audit (job VARCHAR(10), rows_raw BIGINT)");
    try {
      assertThatThrownBy(() -> prepare(JobSpec.read(spec(), Map.of())))
          .isInstanceOf(InputError.class)
          .hasMessageContaining("public.parts is a view, and a load writes to a table")
          .hasMessageContaining(
              "redline_load_audit is not an audit table of this job, it lacks run_id")
          .hasMessageContaining("target.auditTable");
    } finally {
      run("DROP VIEW parts", "DROP TABLE base");
    }
  }

  @Test
  void keepsTimesInUtcWhateverZoneTheUserHas() throws Exception {
    run(
        "CREATE TABLE parts (part_no VARCHAR(4), day TIMESTAMPTZ, price DECIMAL(6,2), stock SMALLINT)",
        "ALTER ROLE awsuser SET timezone TO 'Europe/Berlin'");
    try {
      Path spec = spec("\"type\": \"date\"", "\"type\": \"timestamp\"");
      Files.writeString(spec, Files.readString(spec).replace("\"DATE\"", "\"TIMESTAMP\""));
      load(spec, ONE_ROW.replace("v.d::DATE", "v.d::TIMESTAMP"));
    } finally {
      run("ALTER ROLE awsuser RESET timezone");
    }
    assertThat(rows("SELECT day = '2024-02-01 00:00:00+00' FROM parts")).containsExactly("t");
  }

  @Test
  void refusesTextKeysWhereTheDatabaseIgnoresCase() throws Exception {
    JobSpec spec = JobSpec.read(spec(), Map.of());
    run("COMMENT ON DATABASE dev IS 'COLLATE CASE_INSENSITIVE'");
    try {
      assertThatThrownBy(() -> prepare(spec))
          .isInstanceOf(InputError.class)
          .hasMessageContaining("compares texts without regard to case")
          .hasMessageContaining("part_no");
    } finally {
      run("COMMENT ON DATABASE dev IS NULL");
    }
    prepare(spec);
  }

  @Test
  void namesAUserWhoIsRefused() {
    Redshift wrong = new Redshift(redshift.jdbcUrl(), () -> new Credentials("awsuser", "hunter2"));

    assertThatThrownBy(wrong::connect)
        .isInstanceOf(InputError.class)
        .hasMessageContaining("refuses user awsuser")
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void refusesToSpeakWithoutTls() throws Exception {
    JobSpec spec = JobSpec.read(spec(), Map.of());
    assertThatThrownBy(
            () ->
                new Preparation(as("x", "x", "jdbc:redshift://127.0.0.1:1/dev"), spec, runId)
                    .check())
        .isInstanceOf(InputError.class)
        .hasMessageContaining("jdbc:redshift://127.0.0.1:1/dev cannot be reached");
    Redshift plain =
        new Redshift(
            redshift.jdbcUrl().replaceAll("\\?.*", ""),
            () -> new Credentials(redshift.user(), redshift.password()));

    assertThatThrownBy(plain::connect).hasMessageContaining("SSL");
  }

  /** Whatever fails, with everything logged that can be: neither log nor stack trace has it. */
  @Test
  void tellsThePasswordToNobodyWhateverFails() throws Exception {
    String secret = "hunter2-" + UUID.randomUUID();
    run("DROP ROLE IF EXISTS teller", "CREATE ROLE teller LOGIN PASSWORD '" + secret + "'");
    JobSpec spec = JobSpec.read(spec(), Map.of());
    prepare(spec);
    run("GRANT ALL ON parts, redline_load_audit TO teller");
    StagedParts parts = StagedParts.write(spec(), runId, "a", ONE_ROW);
    String url = redshift.jdbcUrl();
    redshift.faults().failSpectrum("COPY", "Forbidden: HTTP response error code: 403 S3 Error");
    redshift.faults().failSpectrum("INSERT", "out of everything");

    String told =
        everythingToldBy(
            () -> as("awsuser", secret, url).connect(),
            () -> as("teller", secret, url.replaceAll("\\?.*", "")).connect(),
            () -> as("teller", secret, url.replaceAll(":\\d+/", ":1/")).connect(),
            () -> as("teller", secret, url.replace("127.0.0.1", "no such host")).connect(),
            () -> as("teller", secret, url.replace("/dev", "/nowhere")).connect(),
            () -> new Preparation(as("teller", secret, url), wanting(), runId).check(),
            () -> load(as("teller", secret, url), parts),
            () -> load(as("teller", secret, url), parts));

    assertThat(told)
        .contains("refuses user awsuser", "SSL", "nowhere", "does not exist", "403 S3 Error")
        .contains("out of everything")
        .doesNotContain(secret);
  }

  private static JobSpec wanting() throws IOException {
    return JobSpec.read(
        spec("\"table\": \"parts\",\n    \"createIfMissing\": true", "\"table\": \"gone\""),
        Map.of());
  }

  private static Redshift as(String user, String password, String url) {
    return new Redshift(url, () -> new Credentials(user, password));
  }

  private RedshiftLoad.Outcome load(Redshift login, StagedParts parts) throws Exception {
    return new RedshiftLoad(
            login, parts.spec(), runId, Clock.systemUTC(), Backoff.DEFAULT, pauses::add)
        .run(parts.files(), parts.counts(), Instant.EPOCH, new Configuration());
  }

  /** All that is logged, on every level, and the stack traces of what is thrown. */
  private static String everythingToldBy(ThrowingCallable... failing) {
    LoggerContext context = (LoggerContext) LogManager.getContext(false);
    StringWriter told = new StringWriter();
    Appender appender =
        WriterAppender.createAppender(
            PatternLayout.newBuilder().withPattern("%m%n%ex").build(),
            null,
            told,
            "t",
            false,
            true);
    appender.start();
    LoggerConfig root = context.getConfiguration().getRootLogger();
    Level before = root.getLevel();
    root.addAppender(appender, Level.ALL, null);
    Configurator.setRootLevel(Level.ALL);
    try {
      for (ThrowingCallable call : failing) {
        assertThat(catchThrowable(call))
            .satisfies(e -> e.printStackTrace(new PrintWriter(told, true)));
      }
    } finally {
      Configurator.setRootLevel(before);
      root.removeAppender("t");
    }
    return told.toString();
  }

  @Test
  void explainsALoadErrorByFileLineAndColumn() throws Exception {
    run("CREATE TABLE parts (n INTEGER)");
    Files.writeString(folder.resolve("bad.csv"), "1\n2\nx\n");
    Files.writeString(
        folder.resolve("bad.json"), "{\"entries\":[{\"url\":\"file:" + folder + "/bad.csv\"}]}");
    try (Connection connection = connect()) {
      connection.setAutoCommit(false);
      @Nullable SQLException caught = null;
      try (Statement statement = connection.createStatement()) {
        statement.execute(
            "COPY parts FROM 'file:"
                + folder
                + "/bad.json' IAM_ROLE 'arn:aws:iam::123456789012:role/copy' FORMAT AS CSV"
                + " MANIFEST");
      } catch (SQLException e) {
        caught = e;
      }
      SQLException failure = Objects.requireNonNull(caught, "COPY did not fail");
      connection.rollback();

      assertThat((Throwable) LoadErrors.explained(connection, failure))
          .hasMessageContaining("Load into table 'parts' failed")
          .hasMessageContaining(
              "file file:" + folder + "/bad.csv, line 3, column n (integer): 1207")
          .hasMessageContaining("Invalid digit, Value 'x'")
          .hasCause(failure);
    }
  }

  @Test
  void keepsTheServersMessageWhereNothingIsRecorded() throws Exception {
    try (Connection connection = connect()) {
      connection.setAutoCommit(false);
      SQLException failure = new SQLException("Spectrum Scan Error", "XX000");

      assertThatObject(LoadErrors.explained(connection, failure)).isSameAs(failure);
      connection.close();
      assertThatObject(LoadErrors.explained(connection, failure)).isSameAs(failure);
      assertThat(failure.getSuppressed()).isNotEmpty();
    }
  }

  private RedshiftLoad.Outcome load(Path spec, String rows) throws Exception {
    StagedParts parts = StagedParts.write(spec, runId, "a", rows);
    prepare(parts.spec());
    return load(parts.spec())
        .run(parts.files(), parts.counts(), Instant.EPOCH, new Configuration());
  }

  private RedshiftLoad load(JobSpec spec) {
    return new RedshiftLoad(login(), spec, runId, Clock.systemUTC(), Backoff.DEFAULT, pauses::add);
  }

  private void prepare(JobSpec spec) throws SQLException {
    Preparation preparation = new Preparation(login(), spec, runId);
    preparation.check();
    preparation.change();
  }

  private static Redshift login() {
    return new Redshift(
        redshift.jdbcUrl(), () -> new Credentials(redshift.user(), redshift.password()));
  }

  private static Path spec() throws IOException {
    return spec("", "");
  }

  private static Path spec(String replaced, String replacement) throws IOException {
    String json = SampleSpec.parts("none", folder + "/work");
    json = replaced.isEmpty() ? json : json.replace(replaced, replacement);
    return Files.writeString(Files.createTempFile(folder, "spec", ".json"), json);
  }

  private static Connection connect() throws SQLException {
    return DriverManager.getConnection(redshift.jdbcUrl(), redshift.user(), redshift.password());
  }

  private static void run(String... statements) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private static List<String> rows(String sql) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          row.add(result.getString(i));
        }
        rows.add(String.join("|", row));
      }
    }
    return rows;
  }
}
