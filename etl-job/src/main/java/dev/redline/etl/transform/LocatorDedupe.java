package dev.redline.etl.transform;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.struct;

import dev.redline.etl.storage.ParquetFolder;
import dev.redline.etl.storage.PinnedFolder;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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

  private static final Logger LOG = LoggerFactory.getLogger(LocatorDedupe.class);
  private static final String NEWEST = "_redline_newest";
  private static final String ROWS = "_redline_rows";

  /** Few, so that a task drops most duplicates itself; more than one, so that no core waits. */
  private static final int TASKS_PER_CORE = 2;

  @Override
  public Deduped newest(
      SparkSession spark, ParquetFolder input, StructType schema, NewestPer rule) {
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    PinnedFolder pinned = PinnedFolder.pin(input, hadoop);
    RowPlaces places = new RowPlaces(spark, input, schema);
    WinnerBits bits = bits(bitmaps(spark, places, input, schema, rule), input.rows());
    DedupeCounts counts = bits.counts();
    pinned.requireUnchanged(hadoop);
    return new Deduped(
        places.surviving(bits),
        () -> {
          pinned.requireUnchanged(hadoop);
          return counts;
        });
  }

  private WinnerBits bits(JavaPairRDD<Long, byte[]> bitmaps, long rows) {
    return rows / Byte.SIZE <= bitmapCapBytes
        ? SharedWinnerBits.collect(bitmaps)
        : StoredWinnerBits.write(bitmaps, work + "/bitmaps");
  }

  private static JavaPairRDD<Long, byte[]> bitmaps(
      SparkSession spark,
      RowPlaces places,
      ParquetFolder input,
      StructType schema,
      NewestPer rule) {
    Optional<PackedColumns> key = PackedColumns.of(input, schema, rule.key());
    Optional<PackedColumns> ordering = PackedColumns.of(input, schema, rule.ordering());
    if (key.isPresent() && ordering.isPresent()) {
      LOG.info(
          "the newest rows are found by a scan of {} alone",
          Stream.concat(rule.key().stream(), rule.ordering().stream())
              .distinct()
              .collect(Collectors.joining(", ")));
      return WinnerBitmaps.scanned(
          spark, input, key.get(), ordering.get(), WinnerBitmaps.Sizes.DEFAULT);
    }
    LOG.info("the newest rows are found by Spark's aggregate: not all columns fit into numbers");
    Optional<PackedAge> age = PackedAge.of(input, schema, rule);
    return new ReadTasks(TASKS_PER_CORE * spark.sparkContext().defaultParallelism(), "128m", "4m")
        .during(spark, () -> WinnerBitmaps.queried(winners(places, age, rule), input.rows()));
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
}
