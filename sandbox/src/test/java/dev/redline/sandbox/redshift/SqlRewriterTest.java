package dev.redline.sandbox.redshift;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqlRewriterTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ";;",
        "SELECT 'DISTKEY(a) COPY t FROM', \"sysdate\", $1 -- SYSDATE\n/* NVL( /* COPY */ */ FROM t;",
        "INSERT INTO t VALUES ('it''s VARCHAR(MAX)', E'\\'SYSDATE', $$ ; COPY $$, $q$ SUPER $q$)",
        "SELECT a.sysdate, t.nvl(1), 1.5e3::numeric(4,2), a->>'x', b || c FROM t",
        "SELECT 'never closed",
        "SELECT /* never closed",
        "ALTER TABLE t RENAME TO u",
        "LOCK TABLE t",
      })
  void leavesOtherSqlAsItIs(String sql) {
    assertThat(rewrite(sql)).isEqualTo(sql);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          create table t (a int) distkey(a) sortkey(a, b)            | create table t (a int)
          CREATE TABLE t (a INT) DISTSTYLE KEY COMPOUND SORTKEY (a)  | CREATE TABLE t (a INT)
          CREATE TABLE t (a INT ENCODE az64 DISTKEY SORTKEY NOT NULL) | CREATE TABLE t (a INT NOT NULL)
          CREATE TABLE t (a VARCHAR(MAX), b VARCHAR, c TEXT, d SUPER) | CREATE TABLE t (a VARCHAR(65535), b VARCHAR(256), c VARCHAR(256), d jsonb)
          CREATE TABLE t (a CHARACTER VARYING, b CHARACTER(3))       | CREATE TABLE t (a CHARACTER VARYING(256), b CHARACTER(3))
          CREATE TABLE t (a INT PRIMARY KEY, b INT UNIQUE)           | CREATE TABLE t (a INT NOT NULL, b INT)
          CREATE TABLE t (a INT REFERENCES s.u (a) NOT NULL)         | CREATE TABLE t (a INT NOT NULL)
          CREATE TABLE t (a INT, b INT, PRIMARY KEY (a), UNIQUE (b)) | CREATE TABLE t (a INT NOT NULL, b INT)
          CREATE TABLE t (UNIQUE (a), FOREIGN KEY (a) REFERENCES u (b), a INT) | CREATE TABLE t (a INT)
          CREATE TABLE t (CONSTRAINT pk PRIMARY KEY (a), a INT)      | CREATE TABLE t (a INT NOT NULL)
          CREATE TABLE t (a BIGINT IDENTITY(1, 2))                   | CREATE TABLE t (a BIGINT GENERATED ALWAYS AS IDENTITY (START WITH 1 INCREMENT BY 2))
          CREATE TABLE t (a VARCHAR(9) DEFAULT 'ENCODE zstd')        | CREATE TABLE t (a VARCHAR(9) DEFAULT 'ENCODE zstd')
          CREATE TABLE t ("distkey" INT, "encode" INT)               | CREATE TABLE t ("distkey" INT, "encode" INT)
          CREATE TEMP TABLE t (LIKE "S"."U" INCLUDING DEFAULTS)      | CREATE TEMP TABLE t (LIKE "s"."u" INCLUDING DEFAULTS)
          CREATE TABLE IF NOT EXISTS t DISTKEY(a) AS SELECT 1 AS a   | CREATE TABLE IF NOT EXISTS t AS SELECT 1 AS a
          CREATE TABLE t (d TIMESTAMP DEFAULT SYSDATE)               | CREATE TABLE t (d TIMESTAMP DEFAULT redshift_stand_in.sysdate())
          ALTER TABLE t ADD COLUMN c VARCHAR(MAX) ENCODE zstd        | ALTER TABLE t ADD COLUMN c VARCHAR(65535)
          ALTER TABLE t ALTER COLUMN c TYPE VARCHAR                  | ALTER TABLE t ALTER COLUMN c TYPE VARCHAR(256)
          ALTER TABLE t ADD CONSTRAINT pk PRIMARY KEY (a)            | DO ''
          ALTER TABLE t ALTER SORTKEY (a)                            | DO ''
          ALTER TABLE t ALTER COLUMN a ENCODE zstd                   | DO ''
          SELECT NVL(a, SYSDATE), "MixedCase"::VARCHAR(MAX)          | SELECT COALESCE(a, redshift_stand_in.sysdate()), "mixedcase"::VARCHAR(65535)
          """)
  void turnsRedshiftIntoPostgresql(String redshift, String postgresql) {
    assertThat(squeezed(rewrite(redshift))).isEqualTo(squeezed(postgresql));
  }

  @Test
  void rewritesEachStatementOfAText() {
    assertThat(rewrite("BEGIN; CREATE TABLE t (a SUPER); COMMIT;"))
        .isEqualTo("BEGIN; CREATE TABLE t (a jsonb); COMMIT;");
  }

  @Test
  void turnsWhatCannotBeImitatedIntoAnError() {
    assertThat(rewrite("ALTER TABLE t APPEND FROM u"))
        .startsWith("CALL redshift_stand_in.fail('0A000', 'ALTER TABLE APPEND is not imitated");
  }

  /** Dropped words leave their spaces behind, which is of no concern. */
  private static String squeezed(String sql) {
    return sql.replaceAll("\\s+", " ").replaceAll(" ?([(),]) ?", "$1").strip();
  }

  private static String rewrite(String sql) {
    return SqlRewriter.rewrite(
        sql,
        copy -> {
          throw SqlFault.load("no COPY expected", sql);
        });
  }
}
