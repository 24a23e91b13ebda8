package dev.redline.etl.transform;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.redline.etl.LocalSpark;
import dev.redline.etl.storage.ColumnRange;
import dev.redline.etl.storage.ParquetFolder;
import dev.redline.etl.storage.ParquetFolder.ParquetFile;
import dev.redline.etl.transform.KeyScan.RowGroup;
import dev.redline.etl.transform.WinnerBitmaps.Sizes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WinnerBitmapsTest {
  private static final StructType SCHEMA =
      new StructType().add("k", DataTypes.LongType).add("at", DataTypes.IntegerType);
  private static final NewestPer RULE = new NewestPer(List.of("k"), List.of("at"));

  private final SparkSession spark = LocalSpark.session();

  @TempDir Path folder;

  private static List<Row> rows(SplittableRandom random, int count) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rows.add(RowFactory.create(random.nextLong(3_000), random.nextInt(4)));
    }
    return rows;
  }

  private Map<Long, byte[]> scanned(ParquetFolder input, Sizes sizes) {
    PackedColumns key = PackedColumns.of(input, SCHEMA, RULE.key()).orElseThrow();
    PackedColumns ordering = PackedColumns.of(input, SCHEMA, RULE.ordering()).orElseThrow();
    return new HashMap<>(WinnerBitmaps.scanned(spark, input, key, ordering, sizes).collectAsMap());
  }

  private static TreeSet<Long> places(Map<Long, byte[]> bitmaps, long rows) {
    TreeSet<Long> places = new TreeSet<>();
    for (long place = 0; place < rows; place++) {
      byte[] bitmap = bitmaps.get(Bitmap.numberOf(place));
      if (bitmap != null && Bitmap.isSet(bitmap, place)) {
        places.add(place);
      }
    }
    return places;
  }

  /** Small tables are handed over many times, small buckets are many. */
  @Test
  void findsTheSamePlacesHoweverTheWorkIsCut() throws Exception {
    SplittableRandom random = new SplittableRandom(3);
    List<List<Row>> files = List.of(rows(random, 40_000), rows(random, 1), rows(random, 9_999));
    ParquetFolder input = InputFolder.write(spark, folder, SCHEMA, files);
    Map<Long, Long> newest = new HashMap<>();
    List<Row> all = files.stream().flatMap(List::stream).toList();
    for (int place = 0; place < all.size(); place++) {
      Row row = all.get(place);
      newest.merge(row.getLong(0), (long) row.getInt(1) << 32 | place, (a, b) -> Math.max(a, b));
    }
    TreeSet<Long> expected = new TreeSet<>();
    newest.values().forEach(age -> expected.add(age & 0xFFFF_FFFFL));

    for (Sizes sizes :
        List.of(
            Sizes.DEFAULT,
            new Sizes(1_000, 1_000, 100),
            new Sizes(Long.MAX_VALUE / 4, 777, 1),
            new Sizes(20_000, Long.MAX_VALUE / 4, 2_999))) {
      Map<Long, byte[]> bitmaps = scanned(input, sizes);
      assertThat(places(bitmaps, all.size())).as("%s", sizes).isEqualTo(expected);
      assertThat(
              bitmaps.values().stream()
                  .map(Bitmap::counts)
                  .reduce(DedupeCounts.NONE, DedupeCounts::plus))
          .isEqualTo(new DedupeCounts(50_000, 3_000));
    }
  }

  /**
   * Files as other writers make them: many row groups, the second kind of pages with numbers as
   * differences, columns in another order, and one file in which no row has an ordering.
   */
  @Test
  void readsFilesOfOtherWritersAsSparkDoes() throws Exception {
    SplittableRandom random = new SplittableRandom(9);
    StructType turned =
        new StructType().add("at", DataTypes.IntegerType).add("k", DataTypes.LongType);
    Path in = Files.createDirectories(folder.resolve("in"));
    for (int i = 0; i < 3; i++) {
      List<Row> rows = new ArrayList<>();
      for (int j = 0; j < 30_000; j++) {
        Integer at = i == 1 || random.nextInt(9) == 0 ? null : random.nextInt(-2, 3);
        rows.add(
            RowFactory.create(at, random.nextInt(99) == 0 ? null : random.nextLong(-5_000, 0)));
      }
      Path one = folder.resolve("one-" + i);
      spark
          .createDataFrame(rows, turned)
          .select(i == 0 ? new Column[] {col("k"), col("at")} : new Column[] {col("at"), col("k")})
          .coalesce(1)
          .write()
          .option("parquet.writer.version", "v2")
          .option("parquet.enable.dictionary", String.valueOf(i == 2))
          .option("parquet.block.size", "20000")
          .option("parquet.page.size", "4000")
          .parquet(one.toString());
      try (Stream<Path> written = Files.list(one)) {
        Files.move(
            written.filter(file -> file.toString().endsWith(".parquet")).findFirst().orElseThrow(),
            in.resolve("file-" + i + ".parquet"));
      }
    }
    ParquetFolder input = ParquetFolder.list(in.toString(), new Configuration());
    assertThat(input.files()).allMatch(file -> file.rowGroups().size() > 1);

    List<String> scanned =
        new LocatorDedupe(1 << 20, folder + "/work")
            .newest(spark, input, SCHEMA, RULE).rows().collectAsList().stream()
                .map(Row::toString)
                .sorted()
                .toList();
    List<String> byWindow =
        new WindowDedupe(3, true)
            .newest(spark, input, SCHEMA, RULE).rows().collectAsList().stream()
                .map(Row::toString)
                .sorted()
                .toList();
    assertThat(scanned).hasSize(5_001).isEqualTo(byWindow);
    assertThat(
            scanned(input, new Sizes(1_000, 1_000, 100)).values().stream()
                .map(Bitmap::counts)
                .reduce(DedupeCounts.NONE, DedupeCounts::plus))
        .isEqualTo(new DedupeCounts(90_000, 5_001));
  }

  @Test
  void givesEveryTaskAboutAsManyRowsAndEveryRowGroupToOne() {
    ParquetFolder input =
        new ParquetFolder(
            "x",
            List.of(
                new ParquetFile("a", 1, List.of(100L, 100L, 50L)),
                new ParquetFile("b", 1, List.of()),
                new ParquetFile("c", 1, List.of(250L)),
                new ParquetFile("d", 1, List.of(1L, 249L))));

    assertThat(WinnerBitmaps.tasks(input, 3, Sizes.DEFAULT))
        .containsExactly(
            List.of(
                new RowGroup("x/a", 0, 100, 0),
                new RowGroup("x/a", 1, 100, 100),
                new RowGroup("x/a", 2, 50, 200)),
            List.of(new RowGroup("x/c", 0, 250, 250)),
            List.of(new RowGroup("x/d", 0, 1, 500), new RowGroup("x/d", 1, 249, 501)));
    assertThat(WinnerBitmaps.tasks(input, 1, Sizes.DEFAULT)).hasSize(1);
    assertThat(WinnerBitmaps.tasks(input, 1_000, Sizes.DEFAULT)).hasSize(6);
    assertThat(WinnerBitmaps.tasks(new ParquetFolder("x", List.of()), 2, Sizes.DEFAULT)).isEmpty();
  }

  @Test
  void refusesFootersThatAreWrong() throws Exception {
    ParquetFolder input =
        InputFolder.write(spark, folder, SCHEMA, List.of(rows(new SplittableRandom(1), 100)));
    Map<String, ColumnRange> wrong = new HashMap<>(input.ranges());
    wrong.put("at", new ColumnRange(0, 2));
    assertThatThrownBy(
            () -> scanned(new ParquetFolder(input.path(), input.files(), wrong), Sizes.DEFAULT))
        .hasStackTraceContaining("column at has the value 3")
        .hasStackTraceContaining("set dedupe.algorithm to window");

    ParquetFile file = input.files().get(0);
    ParquetFolder other =
        new ParquetFolder(
            input.path(),
            List.of(new ParquetFile(file.name(), file.lengthBytes(), List.of(99L))),
            input.ranges());
    assertThatThrownBy(() -> scanned(other, Sizes.DEFAULT))
        .hasStackTraceContaining("row group 0 had 99 rows and has 100");
  }
}
