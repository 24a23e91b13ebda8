package dev.redline.etl.transform;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.udf;

import dev.redline.etl.storage.ParquetFolder;
import dev.redline.etl.storage.PinnedFolder;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Dedupe by late materialisation: only key, ordering and the place of a row are shuffled. The
 * places of the winners become bitmaps, and a second, map-only reading keeps the rows whose bit is
 * set. The wide rows never cross the network. See docs/decisions/0008.
 *
 * @param bitmapCapBytes the most the driver and each executor hold of the bitmaps, a byte per eight
 *     rows; where the input has more, the bitmaps go through storage instead
 * @param work a folder of this run, for those bitmaps
 */
public record LocatorDedupe(long bitmapCapBytes, String work) implements Dedupe {

  private static final String NEWEST = "_redline_newest";
  private static final String ROWS = "_redline_rows";

  /** Few, so that a task drops most duplicates itself; more than one, so that no core waits. */
  private static final int TASKS_PER_CORE = 2;

  /** What a task holds of them: 64 MiB, for 536,870,912 rows. */
  private static final int MOST_BITMAPS = 16_384;

  @Override
  public Deduped newest(
      SparkSession spark, ParquetFolder input, StructType schema, NewestPer rule) {
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    PinnedFolder pinned = PinnedFolder.pin(input, hadoop);
    RowPlaces places = new RowPlaces(spark, input, schema);
    Dataset<Row> bitmaps = bitmaps(winners(places, PackedAge.of(input, schema, rule), rule));
    boolean isShared = input.rows() / Byte.SIZE <= bitmapCapBytes;
    WinnerBits bits =
        new ReadTasks(TASKS_PER_CORE * spark.sparkContext().defaultParallelism(), "128m", "4m")
            .during(
                spark,
                () ->
                    isShared
                        ? SharedWinnerBits.collect(spark, bitmaps)
                        : StoredWinnerBits.write(spark, bitmaps, work + "/bitmaps"));
    DedupeCounts counts = bits.counts();
    pinned.requireUnchanged(hadoop);
    return new Deduped(
        surviving(places, bits),
        () -> {
          pinned.requireUnchanged(hadoop);
          return counts;
        });
  }

  /** One row per key: the place of its newest row, and how many rows it had. */
  private static Dataset<Row> winners(
      RowPlaces places, Optional<PackedAge> packed, NewestPer rule) {
    Column age =
        packed
            .map(pack -> pack.age(places.place()))
            .orElseGet(() -> struct(Columns.age(rule, places.place()).toArray(Column[]::new)));
    Column place =
        packed.map(pack -> pack.place(col(NEWEST))).orElse(col(NEWEST + "." + Columns.PLACE));
    return places
        .rows()
        .groupBy(Columns.named(rule.key()))
        .agg(max(age).as(NEWEST), count(lit(1)).as(ROWS))
        .select(place.as("place"), col(ROWS));
  }

  /** Bitmaps by number, with the rows that were compared for them and the rows that stay. */
  private static Dataset<Row> bitmaps(Dataset<Row> winners) {
    return winners
        .mapPartitions(new BitmapMaker(MOST_BITMAPS), Encoders.row(BitmapMaker.SCHEMA))
        .groupBy("number")
        .agg(
            expr("bitmap_or_agg(bitmap)").as("bitmap"),
            sum(col("compared")).as("compared"),
            sum(col("kept")).as("kept"));
  }

  private static Dataset<Row> surviving(RowPlaces places, WinnerBits bits) {
    Column survives = udf(new Survives(bits), DataTypes.BooleanType).apply(places.place());
    return places.rows().filter(survives);
  }

  /** Looks a row's place up in the bitmaps. */
  private record Survives(WinnerBits bits) implements UDF1<Long, Boolean> {
    private static final long serialVersionUID = 1L;

    @Override
    public Boolean call(Long place) {
      return bits.contains(place);
    }
  }
}
