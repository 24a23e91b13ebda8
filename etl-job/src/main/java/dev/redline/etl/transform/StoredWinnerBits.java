package dev.redline.etl.transform;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;

import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * Bits that no process holds as a whole: tasks write them to storage, a group of {@value
 * BitmapGroup#SIZE} bitmaps in a file, and a task that reads rows fetches the group it is in; the
 * rows of a file come in order. At most 1 MiB per task.
 */
final class StoredWinnerBits implements WinnerBits {
  private static final long serialVersionUID = 1L;

  private final BitmapStore store;
  private final DedupeCounts counts;
  private transient long currentNumber;
  private transient @Nullable BitmapGroup current;

  private StoredWinnerBits(BitmapStore store, DedupeCounts counts) {
    this.store = store;
    this.counts = counts;
  }

  static StoredWinnerBits write(SparkSession spark, Dataset<Row> bitmaps, String folder) {
    BitmapStore store =
        BitmapStore.in(JavaSparkContext.fromSparkContext(spark.sparkContext()), folder);
    long compared = 0;
    long kept = 0;
    for (DedupeCounts counts : writeGroups(bitmaps, store)) {
      compared += counts.compared();
      kept += counts.kept();
    }
    return new StoredWinnerBits(store, new DedupeCounts(compared, kept));
  }

  private static List<DedupeCounts> writeGroups(Dataset<Row> bitmaps, BitmapStore store) {
    return bitmaps
        .groupBy(expr("number div " + BitmapGroup.SIZE).as("group"))
        .agg(
            collect_list(struct(col("number"), col("bitmap"))),
            sum(col("compared")),
            sum(col("kept")))
        .map(new WriteGroup(store), Encoders.javaSerialization(DedupeCounts.class))
        .collectAsList();
  }

  @Override
  public boolean contains(long place) {
    long needed = BitmapGroup.of(WinnerBits.bitmapOf(place));
    BitmapGroup group = current;
    if (group == null || needed != currentNumber) {
      group = store.read(needed);
      current = group;
      currentNumber = needed;
    }
    return group.contains(place);
  }

  @Override
  public DedupeCounts counts() {
    return counts;
  }

  private record WriteGroup(BitmapStore store) implements MapFunction<Row, DedupeCounts> {
    private static final long serialVersionUID = 1L;

    @Override
    public DedupeCounts call(Row row) {
      BitmapGroup group = new BitmapGroup();
      for (Row bitmap : row.<Row>getList(1)) {
        group.put(bitmap.getLong(0), bitmap.<byte[]>getAs(1));
      }
      store.write(row.getLong(0), group);
      return new DedupeCounts(row.getLong(2), row.getLong(3));
    }
  }
}
