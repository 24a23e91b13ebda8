package dev.redline.etl.transform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.redline.etl.LocalSpark;
import dev.redline.etl.storage.ParquetFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocatorDedupeTest {
  private static final StructType SCHEMA =
      new StructType()
          .add("k", DataTypes.StringType)
          .add("major", DataTypes.IntegerType)
          .add("minor", DataTypes.StringType)
          .add("payload", DataTypes.LongType);
  private static final NewestPer RULE =
      new NewestPer(List.of("k"), List.of("major", "minor", "payload"));

  private final SparkSession spark = LocalSpark.session();

  @TempDir Path folder;

  private Deduped dedupe(List<Row> rows, int files) throws Exception {
    String path = folder + "/in";
    Dataset<Row> all = spark.createDataFrame(rows, SCHEMA);
    all.repartition(files, org.apache.spark.sql.functions.col("payload")).write().parquet(path);
    ParquetFolder input = ParquetFolder.list(path, new Configuration());
    return new LocatorDedupe().newest(spark, input, SCHEMA, RULE);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
  void keepsWhatAPlainLoopKeeps(long seed) throws Exception {
    SplittableRandom random = new SplittableRandom(seed);
    List<Row> rows = rows(random, random.nextInt(1, 3_000), random.nextInt(1, 400));

    Deduped newest = dedupe(rows, random.nextInt(1, 5));

    Map<String, Row> expected = oracle(rows);
    assertThat(newest.rows().collectAsList())
        .containsExactlyInAnyOrderElementsOf(expected.values());
    assertThat(newest.inputRows()).isEqualTo(rows.size());
    assertThat(newest.keptRows()).isEqualTo(expected.size());
  }

  @Test
  void findsWinnersBeyondTheFirstBitmapOfAFile() throws Exception {
    List<Row> rows = new ArrayList<>();
    int count = 3 * SurvivingRows.BITMAP_ROWS + 7;
    for (int i = 0; i < count; i++) {
      rows.add(RowFactory.create("k" + i % 1_000, i, "", (long) i));
    }

    Deduped newest = dedupe(rows, 1);

    assertThat(newest.rows().collectAsList())
        .hasSize(1_000)
        .allSatisfy(row -> assertThat(row.getInt(1)).isGreaterThanOrEqualTo(count - 1_000));
  }

  @Test
  void keepsEveryRowWhenNoKeyRepeats() throws Exception {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 40_000; i++) {
      rows.add(RowFactory.create("k" + i, 0, "", (long) i));
    }

    Deduped newest = dedupe(rows, 3);

    assertThat(newest.keptRows()).isEqualTo(40_000);
    assertThat(newest.rows().collectAsList()).hasSize(40_000);
  }

  /** Few values, many NULLs: nearly every key has ties in the first columns of the ordering. */
  private static List<Row> rows(SplittableRandom random, int count, int keys) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rows.add(
          RowFactory.create(
              "key " + random.nextInt(keys),
              random.nextInt(4) == 0 ? null : random.nextInt(-2, 3),
              random.nextInt(4) == 0 ? null : String.valueOf(random.nextInt(3)),
              (long) i));
    }
    return rows;
  }

  private static Map<String, Row> oracle(List<Row> rows) {
    Comparator<Row> byAge =
        Comparator.comparing(
                (Row row) -> (Integer) row.get(1), Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(
                row -> (String) row.get(2), Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(row -> row.getLong(3));
    Map<String, Row> newest = new HashMap<>();
    for (Row row : rows) {
      newest.merge(row.getString(0), row, (a, b) -> byAge.compare(a, b) >= 0 ? a : b);
    }
    return newest;
  }
}
