package dev.redline.etl.transform;

import java.util.HashMap;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * All bits in memory, collected by the driver and sent to every executor: a byte per eight rows.
 */
record SharedWinnerBits(Broadcast<HashMap<Long, byte[]>> bitmaps, DedupeCounts counts)
    implements WinnerBits {
  private static final long serialVersionUID = 1L;

  static SharedWinnerBits collect(SparkSession spark, Dataset<Row> bitmaps) {
    Map<Long, byte[]> byNumber = new HashMap<>();
    long compared = 0;
    long kept = 0;
    for (Row bitmap : bitmaps.collectAsList()) {
      byNumber.put(bitmap.getLong(0), bitmap.<byte[]>getAs(1));
      compared += bitmap.getLong(2);
      kept += bitmap.getLong(3);
    }
    return new SharedWinnerBits(
        JavaSparkContext.fromSparkContext(spark.sparkContext()).broadcast(new HashMap<>(byNumber)),
        new DedupeCounts(compared, kept));
  }

  @Override
  public boolean contains(long place) {
    byte @Nullable [] bitmap = bitmaps.value().get(WinnerBits.bitmapOf(place));
    return bitmap != null && WinnerBits.isSet(bitmap, place);
  }
}
