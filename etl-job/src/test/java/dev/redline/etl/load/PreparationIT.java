package dev.redline.etl.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.redline.etl.InputError;
import dev.redline.etl.JobSpec;
import dev.redline.etl.StagedParts;
import dev.redline.etl.login.Credentials;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
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
import org.junit.jupiter.api.Test;

/** What is looked at before a load: tables, privileges, the login and the way there. */
class PreparationIT extends Loads {

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
}
