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
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
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

  @Override
  public Deduped newest(
      SparkSession spark, ParquetFolder input, StructType schema, NewestPer rule) {
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    PinnedFolder pinned = PinnedFolder.pin(input, hadoop);
    RowPlaces places = new RowPlaces(spark, input, schema);
    Dataset<Row> bitmaps = bitmaps(winners(places, rule));
    WinnerBits bits =
        input.rows() / Byte.SIZE <= bitmapCapBytes
            ? SharedWinnerBits.collect(spark, bitmaps)
            : StoredWinnerBits.write(spark, bitmaps, work + "/bitmaps");
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
  private static Dataset<Row> winners(RowPlaces places, NewestPer rule) {
    Column age = struct(Columns.age(rule, places.place()).toArray(Column[]::new));
    return places
        .rows()
        .groupBy(Columns.named(rule.key()))
        .agg(max(age).as("newest"), count(lit(1)).as("n"))
        .select(col("newest." + Columns.PLACE).as("place"), col("n"));
  }

  /** Bitmaps by number, with the rows that were compared for them and the rows that stay. */
  private static Dataset<Row> bitmaps(Dataset<Row> winners) {
    return winners
        .groupBy(expr("place div " + WinnerBits.BITMAP_ROWS).as("number"))
        .agg(
            expr("bitmap_construct_agg(place % " + WinnerBits.BITMAP_ROWS + ")").as("bitmap"),
            sum(col("n")).as("compared"),
            count(lit(1)).as("kept"));
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
