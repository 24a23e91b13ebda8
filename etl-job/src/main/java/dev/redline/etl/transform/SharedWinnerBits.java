package dev.redline.etl.transform;

import java.util.HashMap;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.jspecify.annotations.Nullable;

/**
 * All bits in memory, collected by the driver and sent to every executor: a byte per eight rows. A
 * task asks for the rows of a file in their order, so the bitmap at hand is nearly always the right
 * one.
 */
final class SharedWinnerBits implements WinnerBits {
  private static final long serialVersionUID = 1L;

  /** Of rows none of which stays. */
  private static final byte[] NONE = Bitmap.empty();

  private final Broadcast<HashMap<Long, byte[]>> bitmaps;
  private final DedupeCounts counts;
  private transient long currentNumber;
  private transient byte @Nullable [] current;

  private SharedWinnerBits(Broadcast<HashMap<Long, byte[]>> bitmaps, DedupeCounts counts) {
    this.bitmaps = bitmaps;
    this.counts = counts;
  }

  static SharedWinnerBits collect(JavaPairRDD<Long, byte[]> bitmaps) {
    HashMap<Long, byte[]> byNumber = new HashMap<>(bitmaps.collectAsMap());
    DedupeCounts counts =
        byNumber.values().stream()
            .map(Bitmap::counts)
            .reduce(DedupeCounts.NONE, DedupeCounts::plus);
    return new SharedWinnerBits(
        JavaSparkContext.fromSparkContext(bitmaps.context()).broadcast(byNumber), counts);
  }

  @Override
  public boolean contains(long place) {
    long needed = Bitmap.numberOf(place);
    byte @Nullable [] bitmap = current;
    if (bitmap == null || needed != currentNumber) {
      bitmap = bitmaps.value().getOrDefault(needed, NONE);
      current = bitmap;
      currentNumber = needed;
    }
    return Bitmap.isSet(bitmap, place);
  }

  @Override
  public DedupeCounts counts() {
    return counts;
  }
}
