package dev.redline.etl.transform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.redline.etl.LocalSpark;
import dev.redline.etl.storage.ColumnRange;
import dev.redline.etl.storage.ParquetFolder;
import dev.redline.etl.storage.ParquetFolder.ParquetFile;
import java.nio.file.Path;
import java.sql.Date;
import java.sql.Timestamp;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackedAgeTest {
  private static final NewestPer BY_A = new NewestPer(List.of("k"), List.of("a"));
  private static final long ROWS = 1 << 20;

  private final SparkSession spark = LocalSpark.session();

  @TempDir Path folder;

  private static boolean packs(DataType type, long rows, ColumnRange range) {
    StructType schema = new StructType().add("k", DataTypes.LongType).add("a", type);
    ParquetFolder input =
        new ParquetFolder("x", List.of(new ParquetFile("f", 1, List.of(rows))), Map.of("a", range));
    return PackedAge.of(input, schema, BY_A).isPresent();
  }

  @Test
  void needsRoomForEveryValueNullAndPlace() {
    // 20 bits are for the place; NULL takes one value of the other 43.
    long most = (1L << 43) - 2;
    assertThat(packs(DataTypes.LongType, ROWS, new ColumnRange(0, most))).isTrue();
    assertThat(packs(DataTypes.LongType, ROWS, new ColumnRange(0, most + 1))).isFalse();
    assertThat(packs(DataTypes.LongType, ROWS, new ColumnRange(-most, 0))).isTrue();
    assertThat(packs(DataTypes.LongType, ROWS + 1, new ColumnRange(0, most))).isFalse();
  }

  @Test
  void leavesRangesAloneThatNoLongCanMeasure() {
    assertThat(packs(DataTypes.LongType, 1, new ColumnRange(Long.MIN_VALUE, Long.MAX_VALUE)))
        .isFalse();
    assertThat(packs(DataTypes.LongType, 1, new ColumnRange(0, Long.MAX_VALUE))).isFalse();
    assertThat(packs(DataTypes.LongType, 1, new ColumnRange(Long.MIN_VALUE, 0))).isFalse();
  }

  @Test
  void packsOnlyWholeNumbersWhoseValuesSparkReadsAsTheyAreStored() {
    ColumnRange small = new ColumnRange(0, 9);
    assertThat(packs(DataTypes.DoubleType, ROWS, small)).isFalse();
    assertThat(packs(DataTypes.createDecimalType(10, 2), ROWS, small)).isFalse();
    assertThat(packs(DataTypes.DateType, ROWS, small)).isTrue();
    assertThat(packs(DataTypes.DateType, ROWS, new ColumnRange(-141_428, 9))).isFalse();
    assertThat(packs(DataTypes.TimestampType, ROWS, small)).isTrue();
    assertThat(packs(DataTypes.TimestampType, ROWS, new ColumnRange(-2_208_988_800_000_001L, 9)))
        .isFalse();
  }

  @Test
  void readsRangesFromFootersAndLeavesOutWhatTheyDoNotTell() throws Exception {
    StructType schema =
        new StructType()
            .add("i", DataTypes.IntegerType)
            .add("l", DataTypes.LongType)
            .add("d", DataTypes.DateType)
            .add("t", DataTypes.TimestampType)
            .add("none", DataTypes.LongType)
            .add("s", DataTypes.StringType)
            .add("p", DataTypes.createDecimalType(9, 2));
    List<Row> first =
        List.of(
            RowFactory.create(-5, 1L, Date.valueOf("1970-01-03"), millis(7), null, "x", null),
            RowFactory.create(null, 2L, null, null, null, "y", null));
    List<Row> second =
        List.of(RowFactory.create(3, null, Date.valueOf("1970-01-02"), millis(9), null, "", null));

    ParquetFolder input = InputFolder.write(spark, folder, schema, List.of(first, second));

    assertThat(input.ranges())
        .containsOnly(
            Map.entry("i", new ColumnRange(-5, 3)),
            Map.entry("l", new ColumnRange(1, 2)),
            Map.entry("d", new ColumnRange(1, 2)),
            Map.entry("t", new ColumnRange(7_000, 9_000)));
  }

  private static Timestamp millis(int millis) {
    return new Timestamp(millis);
  }
}
