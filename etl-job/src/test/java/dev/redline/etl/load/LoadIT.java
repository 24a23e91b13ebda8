package dev.redline.etl.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatObject;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.redline.etl.RowCounts;
import dev.redline.etl.StagedParts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The load alone, with trouble. */
class LoadIT extends Loads {

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
}
