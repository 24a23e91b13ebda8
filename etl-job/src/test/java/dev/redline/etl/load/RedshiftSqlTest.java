package dev.redline.etl.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.redline.etl.JobSpec;
import dev.redline.etl.SampleSpec;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedshiftSqlTest {
  private static final String RUN_ID = "0123456789abcdef0123456789abcdef";

  @TempDir Path folder;

  private JobSpec spec;
  private RedshiftSql sql;

  @BeforeEach
  void readSpec() {
    String json = SampleSpec.parts("in", "work").replace("[\"day\"]", "[\"day\", \"price\"]");
    spec = SampleSpec.of(folder, json);
    sql = new RedshiftSql(spec, RUN_ID);
  }

  @Test
  void quotesEveryIdentifierOfTheTable() {
    assertThat(sql.createTarget())
        .isEqualTo(
            "CREATE TABLE IF NOT EXISTS \"public\".\"parts\" (\"part_no\" VARCHAR(4) NOT NULL,"
                + " \"day\" DATE, \"price\" DECIMAL(6,2), \"stock\" SMALLINT, PRIMARY KEY"
                + " (\"part_no\"))");
    assertThat(sql.createStage())
        .isEqualTo(
            "CREATE TEMP TABLE \"redline_stage_0123456789ab\" (\"part_no\" VARCHAR(4), \"day\""
                + " DATE, \"price\" DECIMAL(6,2), \"stock\" SMALLINT)");
    assertThat(sql.lockAudit()).isEqualTo("LOCK TABLE \"public\".\"redline_load_audit\"");
  }

  @Test
  void copiesTheManifestWithAnExplicitColumnList() {
    assertThat(sql.copy("s3://bucket/o'brien/manifest.json"))
        .isEqualTo(
            "COPY \"redline_stage_0123456789ab\" (\"part_no\", \"day\", \"price\", \"stock\") FROM"
                + " 's3://bucket/o''brien/manifest.json' IAM_ROLE"
                + " 'arn:aws:iam::123456789012:role/copy' FORMAT AS PARQUET MANIFEST");
  }

  @Test
  void dropsStagedRowsThatAreOlderByTheWholeOrderingWithNullAsOldest() {
    assertThat(
            sql.deleteStale()
                .replace("\"public\".\"parts\"", "t")
                .replace("\"redline_stage_0123456789ab\"", "s")
                .replace("\"", ""))
        .isEqualTo(
            "DELETE FROM s USING t WHERE t.part_no = s.part_no AND"
                + " ((t.day > s.day OR (t.day IS NOT NULL AND s.day IS NULL)) OR"
                + " ((t.day = s.day OR (t.day IS NULL AND s.day IS NULL)) AND"
                + " (t.price > s.price OR (t.price IS NOT NULL AND s.price IS NULL))))");
  }

  @Test
  void replacesAndInserts() {
    assertThat(sql.deleteReplaced())
        .isEqualTo(
            "DELETE FROM \"public\".\"parts\" USING \"redline_stage_0123456789ab\" WHERE"
                + " \"public\".\"parts\".\"part_no\" = \"redline_stage_0123456789ab\".\"part_no\"");
    assertThat(sql.insert())
        .isEqualTo(
            "INSERT INTO \"public\".\"parts\" (\"part_no\", \"day\", \"price\", \"stock\") SELECT"
                + " \"part_no\", \"day\", \"price\", \"stock\" FROM"
                + " \"redline_stage_0123456789ab\"");
  }

  @Test
  void createsATableWithItsKeysAndParsesJsonOnTheWayIn() {
    String json =
        SampleSpec.parts("in", "work")
            .replace("\"SMALLINT\"", "\"SUPER\", \"expression\": \"to_json(array(stock))\"")
            .replace(
                "\"createIfMissing\": true",
                "\"createIfMissing\": true, \"distKey\": \"part_no\", \"sortKey\": [\"day\","
                    + " \"price\"]");
    RedshiftSql keyed = new RedshiftSql(SampleSpec.of(folder, json), RUN_ID);

    assertThat(keyed.createTarget())
        .endsWith(
            "\"stock\" SUPER, PRIMARY KEY (\"part_no\")) DISTKEY (\"part_no\") SORTKEY (\"day\","
                + " \"price\")");
    assertThat(keyed.createStage()).endsWith("\"stock\" VARCHAR(65535))");
    assertThat(keyed.insert())
        .contains("SELECT \"part_no\", \"day\", \"price\", json_parse(\"stock\") FROM");
    assertThat(keyed.superColumns()).containsExactly("stock");
  }

  @Test
  void escapesWhatCannotBeBound() {
    assertThat(RedshiftSql.identifier("a\"b")).isEqualTo("\"a\"\"b\"");
    assertThat(RedshiftSql.literal("a'b\\")).isEqualTo("'a''b\\\\'");
    assertThatThrownBy(() -> RedshiftSql.literal("a\nb")).hasMessageContaining("control character");
  }
}
