package dev.redline.etl.transform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.redline.etl.LocalSpark;
import dev.redline.etl.storage.ParquetFolder;
import dev.redline.etl.storage.ParquetFolder.ParquetFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputSurveyTest {
  private static final StructType SCHEMA =
      new StructType()
          .add("k", DataTypes.LongType)
          .add("at", DataTypes.TimestampType)
          .add("text", DataTypes.StringType);

  @TempDir Path folder;

  @Test
  void measuresWidthsAndRowsPerKey() throws Exception {
    List<Row> rows = new ArrayList<>();
    for (long i = 0; i < 9_000; i++) {
      rows.add(RowFactory.create(i % 1_000, null, "x".repeat(100)));
    }
    ParquetFolder input =
        InputFolder.write(LocalSpark.session(), folder, SCHEMA, List.of(rows, rows));
    InputSurvey survey =
        new InputSurvey(
            LocalSpark.session(), input, SCHEMA, new NewestPer(List.of("k"), List.of("at")));

    InputFacts facts = survey.facts(new DedupeSettings(Algorithm.WINDOW, 75, 0));

    assertThat(facts.rows()).isEqualTo(18_000);
    // A word of NULL bits, three of values, 13 of text.
    assertThat(facts.rowWidthBytes()).isEqualTo(8 + 3 * 8 + 104);
    assertThat(facts.locatorWidthBytes()).isEqualTo(8 + 2 * 8 + 2 * 8);
    assertThat(facts.rowsPerKey()).isBetween(15.0, 21.0);
    assertThat(survey.facts(DedupeSettings.DEFAULT).rowsPerKey()).isEqualTo(1);
  }

  @Test
  void readsNoRowsWhereTheWidthOfTheColumnsDecides() throws Exception {
    StructType wide = new StructType().add("k", DataTypes.LongType).add("at", DataTypes.LongType);
    for (int i = 0; i < 20; i++) {
      wide = wide.add("c" + i, DataTypes.StringType);
    }
    ParquetFolder input =
        new ParquetFolder("nowhere", List.of(new ParquetFile("f", 1, List.of(10_000_000L))));
    InputFacts facts =
        new InputSurvey(
                LocalSpark.session(), input, wide, new NewestPer(List.of("k"), List.of("at")))
            .facts(DedupeSettings.DEFAULT);

    assertThat(facts.rowWidthBytes()).isEqualTo(8 + 22 * 8);
    assertThat(DedupePlanner.plan(facts, DedupeSettings.DEFAULT).line())
        .startsWith("dedupe by locator: 10,000,000 rows of at least 184 B, of which 40 B tell");
  }
}
