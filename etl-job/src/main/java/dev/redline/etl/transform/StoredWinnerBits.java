package dev.redline.etl.transform;

import java.util.Iterator;
import java.util.List;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

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

  static StoredWinnerBits write(JavaPairRDD<Long, byte[]> bitmaps, String folder) {
    BitmapStore store =
        BitmapStore.in(JavaSparkContext.fromSparkContext(bitmaps.context()), folder);
    DedupeCounts counts =
        bitmaps
            .mapPartitionsToPair(its -> write(its, store))
            .map(each -> new DedupeCounts(each._1(), each._2()))
            .collect()
            .stream()
            .reduce(DedupeCounts.NONE, DedupeCounts::plus);
    return new StoredWinnerBits(store, counts);
  }

  /** Writes the groups of one task; they are there as a whole. */
  private static Iterator<Tuple2<Long, Long>> write(
      Iterator<Tuple2<Long, byte[]>> bitmaps, BitmapStore store) {
    TreeMap<Long, BitmapGroup> groups = new TreeMap<>();
    DedupeCounts counts = DedupeCounts.NONE;
    while (bitmaps.hasNext()) {
      Tuple2<Long, byte[]> bitmap = bitmaps.next();
      groups
          .computeIfAbsent(BitmapGroup.of(bitmap._1()), group -> new BitmapGroup())
          .put(bitmap._1(), bitmap._2());
      counts = counts.plus(Bitmap.counts(bitmap._2()));
    }
    groups.forEach(store::write);
    return List.of(new Tuple2<>(counts.compared(), counts.kept())).iterator();
  }

  @Override
  public boolean contains(long place) {
    long needed = BitmapGroup.of(Bitmap.numberOf(place));
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
}
