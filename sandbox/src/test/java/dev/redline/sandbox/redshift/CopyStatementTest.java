package dev.redline.sandbox.redshift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CopyStatementTest {

  private static final String ROLE = "IAM_ROLE 'arn:aws:iam::123456789012:role/loader'";

  @Test
  void readsTheParts() throws SqlFault {
    String sql =
        "COPY \"Sales\".\"a \"\"b\" (\"One\", two) FROM 's3://b/it''s' %s FORMAT AS PARQUET MANIFEST"
            .formatted(ROLE);
    assertThat(parse(sql))
        .isEqualTo(
            new CopyStatement(
                "\"sales\".\"a \"\"b\"",
                List.of("one", "two"),
                "s3://b/it's",
                new CopyFormat.Parquet()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "copy t from 's3://b/k' manifest parquet %s",
        "COPY t FROM 's3://b/k' MANIFEST FORMAT PARQUET STATUPDATE OFF %s",
        "/* nightly */ COPY t -- target\n FROM 's3://b/k' %s STATUPDATE FORMAT AS PARQUET MANIFEST",
        "COPY t FROM 's3://b/k' IAM_ROLE DEFAULT MANIFEST AS PARQUET",
      })
  void takesClausesInAnyOrder(String sql) throws SqlFault {
    assertThat(parse(sql.formatted(ROLE)))
        .isEqualTo(new CopyStatement("\"t\"", List.of(), "s3://b/k", new CopyFormat.Parquet()));
  }

  @Test
  void readsTheOptionsOfCsv() throws SqlFault {
    String sql = "COPY t FROM 's3://b/k' %s FORMAT AS CSV MANIFEST IGNOREHEADER 1 NULL AS 'NA'";
    assertThat(parse(sql.formatted(ROLE) + " DELIMITER ';' GZIP").format())
        .isEqualTo(new CopyFormat.Csv(';', 1, "NA", true));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          COPY                                              | at the end of COPY: expected a table name
          COPY t (a b) FROM 's3://b/k'                      | at or near "b": expected ")"
          COPY t () FROM 's3://b/k'                         | at or near ")": expected a column name
          COPY t TO 's3://b/k'                              | at or near "TO": expected FROM
          COPY t FROM STDIN                                 | at or near "STDIN": expected the address
          COPY t FROM 's3://b/k' ROLE MANIFEST              | only takes a COPY with FORMAT AS PARQUET
          COPY t FROM 's3://b/k' ROLE FORMAT PARQUET        | only takes a COPY with MANIFEST
          COPY t FROM 's3://b/k' FORMAT PARQUET MANIFEST    | only takes a COPY with IAM_ROLE
          COPY t FROM 's3://b/k' IAM_ROLE 'admin' PARQUET MANIFEST | was 'admin'
          COPY t FROM 's3://b/k' ROLE FORMAT AS ORC         | COPY of ORC is not imitated
          COPY t FROM 's3://b/k' ROLE FORMAT AS CSV         | only takes a COPY with MANIFEST
          COPY t FROM 's3://b/k' ROLE PARQUET MANIFEST DELIMITER ';' | DELIMITER argument is not supported for PARQUET
          COPY t FROM 's3://b/k' ROLE CSV MANIFEST DELIMITER ';;' | must be a single character
          COPY t FROM 's3://b/k' ROLE CSV MANIFEST IGNOREHEADER x | expected a number of lines
          COPY t FROM 's3://b/k' ROLE PARQUET MANIFEST MAXERROR 5 | MAXERROR argument is not supported for PARQUET
          COPY t FROM 's3://b/k' ROLE PARQUET MANIFEST FILLRECORD | FILLRECORD is not imitated
          COPY t FROM 's3://b/k' ROLE PARQUET MANIFEST MANIFEST | MANIFEST is given twice
          COPY t FROM 's3://b/k' ROLE PARQUET MANIFEST FASTER | at or near "FASTER"
          COPY t FROM 's3://b/k' ROLE PARQUET MANIFEST 'x'  | at or near "'x'"
          """)
  void refusesWhatItDoesNotUnderstand(String sql, String message) {
    assertThatThrownBy(
            () ->
                parse(
                    sql.replace("ROLE ", ROLE + " ")
                        .replace(
                            "IAM_IAM_ROLE 'arn:aws:iam::123456789012:role/loader'", "IAM_ROLE")))
        .isInstanceOf(SqlFault.class)
        .hasMessageContaining(message);
  }

  private static CopyStatement parse(String sql) throws SqlFault {
    return CopyStatement.parse(new SqlStatement(SqlTokens.of(sql)));
  }
}
