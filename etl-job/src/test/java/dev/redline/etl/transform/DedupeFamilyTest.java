package dev.redline.etl.transform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.redline.etl.LocalSpark;
import dev.redline.etl.storage.ParquetFolder;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
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

/** Every member of the family keeps the rows that a plain loop keeps, bit for bit. */
class DedupeFamilyTest {
  private static final StructType SCHEMA =
      new StructType()
          .add("payload", DataTypes.StringType)
          .add("k", DataTypes.StringType)
          .add("major", DataTypes.IntegerType)
          .add("k.2", DataTypes.LongType)
          .add("minor", DataTypes.DoubleType)
          .add("price", DataTypes.createDecimalType(38, 10));
  private static final StructType WHOLE =
      new StructType()
          .add("k", DataTypes.IntegerType)
          .add("day", DataTypes.DateType)
          .add("at", DataTypes.TimestampType)
          .add("version", DataTypes.ShortType)
          .add("payload", DataTypes.StringType);
  private static final NewestPer RULE =
      new NewestPer(List.of("k", "k.2"), List.of("major", "minor"));
  private static final Double[] MINORS = {null, Double.NaN, -0.0, 0.0, -1.5, 1.0};

  private final SparkSession spark = LocalSpark.session();

  @TempDir Path folder;

  private Map<String, Dedupe> family() {
    Map<String, Dedupe> family = new HashMap<>();
    family.put("locator", new LocatorDedupe(1 << 20, folder + "/work"));
    family.put("locator with stored bits", new LocatorDedupe(0, folder + "/work"));
    family.put("window in 3 tasks", new WindowDedupe(3, true));
    family.put("window with group limit", new WindowDedupe(0, true));
    family.put("max-by", new MaxByDedupe());
    return family;
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void keepsWhatAPlainLoopKeeps(long seed) throws Exception {
    SplittableRandom random = new SplittableRandom(seed);
    List<List<Row>> files = files(random);
    ParquetFolder input = InputFolder.write(spark, folder, SCHEMA, files);
    List<Row> rows = files.stream().flatMap(List::stream).toList();
    List<String> expected = oracle(rows);

    family()
        .forEach(
            (name, dedupe) -> {
              Deduped newest = dedupe.newest(spark, input, SCHEMA, RULE);
              assertThat(newest.rows().schema()).as(name).isEqualTo(SCHEMA);
              assertThat(newest.rows().collectAsList().stream().map(Row::toString).sorted())
                  .as(name)
                  .containsExactlyElementsOf(expected);
              assertThat(newest.afterWriting().get())
                  .as(name)
                  .isEqualTo(new DedupeCounts(rows.size(), expected.size()));
            });
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void keepsTheSameRowsByOrderingsOfWholeNumbers(long seed) throws Exception {
    SplittableRandom random = new SplittableRandom(seed);
    List<Row> rows = new ArrayList<>();
    for (int i = random.nextInt(500, 3_000); i > 0; i--) {
      rows.add(
          RowFactory.create(
              random.nextInt(40) == 0 ? null : random.nextInt(200),
              random.nextInt(4) == 0 ? null : LocalDate.EPOCH.plusDays(random.nextInt(-2, 2)),
              random.nextInt(4) == 0
                  ? null
                  : Instant.ofEpochSecond(1_700_000_000, 1_000L * random.nextInt(3)),
              (short) random.nextInt(2),
              "p" + i / 3));
    }
    ParquetFolder input =
        InputFolder.write(
            spark,
            folder,
            WHOLE,
            List.of(rows.subList(0, 100), rows.subList(100, 400), rows.subList(400, rows.size())));
    for (NewestPer rule :
        List.of(
            new NewestPer(List.of("k"), List.of("day", "at", "version")),
            new NewestPer(List.of("version", "day"), List.of("at", "k")),
            new NewestPer(List.of("k"), List.of("k", "at")),
            new NewestPer(List.of("payload"), List.of("day", "at")))) {
      assertThat(PackedColumns.of(input, WHOLE, rule.ordering())).isPresent();
      assertThat(PackedColumns.of(input, WHOLE, rule.key()).isPresent())
          .isEqualTo(!rule.key().contains("payload"));
      assertSameRows(input, rule, rows.size());
    }
  }

  private void assertSameRows(ParquetFolder input, NewestPer rule, int rows) {
    List<String> expected =
        texts(new WindowDedupe(3, true).newest(spark, input, WHOLE, rule).rows());
    family()
        .forEach(
            (name, dedupe) -> {
              Deduped newest = dedupe.newest(spark, input, WHOLE, rule);
              assertThat(texts(newest.rows())).as("%s, %s", name, rule).isEqualTo(expected);
              assertThat(newest.afterWriting().get())
                  .as(name)
                  .isEqualTo(new DedupeCounts(rows, expected.size()));
            });
  }

  private static List<String> texts(Dataset<Row> rows) {
    return rows.collectAsList().stream().map(Row::toString).sorted().toList();
  }

  @Test
  void keepsTheRowThatLiesLastWhenOrderingsAreEqualHoweverFilesAreSplit() throws Exception {
    List<Row> first = new ArrayList<>();
    List<Row> second = new ArrayList<>();
    for (int i = 0; i < 3 * Bitmap.ROWS; i++) {
      (i < 80_000 ? first : second).add(RowFactory.create("p" + i, "k", 1, i % 7L, 0.0, null));
    }
    ParquetFolder input = InputFolder.write(spark, folder, SCHEMA, List.of(first, second));

    spark.conf().set("spark.sql.files.maxPartitionBytes", "100000");
    try {
      family()
          .forEach(
              (name, dedupe) ->
                  assertThat(dedupe.newest(spark, input, SCHEMA, RULE).rows().collectAsList())
                      .as(name)
                      .extracting(row -> row.getString(0))
                      .containsExactlyInAnyOrder(
                          "p98297", "p98298", "p98299", "p98300", "p98301", "p98302", "p98303"));
    } finally {
      spark.conf().unset("spark.sql.files.maxPartitionBytes");
    }
  }

  @Test
  void endsTiesByContentWhereRowsHaveNoPlaces() throws Exception {
    List<Row> rows =
        List.of(
            RowFactory.create("b", "k", 1, 1L, 1.0, null),
            RowFactory.create("c", "k", 1, 1L, 1.0, null),
            RowFactory.create("a", "k", 1, 1L, 1.0, null));
    ParquetFolder input = InputFolder.write(spark, folder, SCHEMA, List.of(rows));

    assertThat(new WindowDedupe(3, false).newest(spark, input, SCHEMA, RULE).rows().collectAsList())
        .extracting(row -> row.getString(0))
        .containsExactly("c");
  }

  /** Names that the algorithms might give to columns of their own. */
  @Test
  void keepsApartItsOwnColumnsAndThoseOfTheTable() throws Exception {
    StructType schema =
        new StructType()
            .add("n", DataTypes.StringType)
            .add("newest", DataTypes.StringType)
            .add("place", DataTypes.LongType);
    NewestPer rule = new NewestPer(List.of("n", "newest"), List.of("place"));
    List<Row> rows = List.of(RowFactory.create("a", "b", 1L), RowFactory.create("a", "b", 2L));
    ParquetFolder input = InputFolder.write(spark, folder, schema, List.of(rows));

    family()
        .forEach(
            (name, dedupe) ->
                assertThat(texts(dedupe.newest(spark, input, schema, rule).rows()))
                    .as(name)
                    .containsExactly("[a,b,2]"));
  }

  /** Few values, many NULLs, whole rows twice: nearly every key has ties. */
  private static List<List<Row>> files(SplittableRandom random) {
    List<List<Row>> files = new ArrayList<>();
    int keys = random.nextInt(1, 300);
    for (int file = random.nextInt(1, 4); file > 0; file--) {
      List<Row> rows = new ArrayList<>();
      for (int i = random.nextInt(1, 1_500); i > 0; i--) {
        rows.add(row(random, keys));
        if (random.nextInt(5) == 0) {
          rows.add(rows.get(random.nextInt(rows.size())));
        }
      }
      files.add(rows);
    }
    return files;
  }

  private static Row row(SplittableRandom random, int keys) {
    return RowFactory.create(
        random.nextInt(3) == 0 ? null : "p" + random.nextInt(4),
        "key " + random.nextInt(keys),
        random.nextInt(4) == 0 ? null : random.nextInt(-2, 3),
        random.nextLong(2),
        MINORS[random.nextInt(MINORS.length)],
        null);
  }

  private static List<String> oracle(List<Row> rows) {
    Comparator<Row> byAge =
        Comparator.comparing(
                (Row row) -> (Integer) row.get(2), Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(
                // + 0.0 makes the two zeros one.
                row -> row.isNullAt(4) ? null : row.getDouble(4) + 0.0,
                Comparator.nullsFirst(Comparator.naturalOrder()));
    Map<List<Object>, Row> newest = new HashMap<>();
    for (Row row : rows) {
      newest.merge(List.of(row.get(1), row.get(3)), row, (a, b) -> byAge.compare(a, b) > 0 ? a : b);
    }
    return newest.values().stream().map(Row::toString).sorted().toList();
  }
}
