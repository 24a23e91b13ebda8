package dev.redline.etl.transform;

import dev.redline.etl.transform.RunCodec.Run;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.Consumer;
import scala.Tuple2;

/** Takes a table apart into runs, one for each bucket of keys, each in the order of places. */
record RunMaker(RunCodec codec, int buckets) {

  /** For the number of an entry beside its place. */
  private static final int ENTRY_BITS = 22;

  /** The most entries of a table that is taken apart. */
  static final int MOST_ENTRIES = 1 << ENTRY_BITS;

  /**
   * Makes them.
   *
   * @param rows that the table's entries are the newest of
   */
  void make(NewestTable table, long rows, Consumer<Tuple2<Integer, byte[]>> runs)
      throws IOException {
    int[] ends = new int[buckets + 1];
    for (int entry = 0; entry < table.size(); entry++) {
      ends[NewestTable.bucket(table.key(entry), buckets) + 1]++;
    }
    Arrays.parallelPrefix(ends, Integer::sum);
    long[] keys = new long[table.size()];
    long[] orderings = new long[table.size()];
    long[] places = new long[table.size()];
    int[] begins = ends.clone();
    for (int entry : byPlace(table)) {
      int index = begins[NewestTable.bucket(table.key(entry), buckets)]++;
      keys[index] = table.key(entry);
      orderings[index] = table.ordering(entry);
      places[index] = table.place(entry);
    }
    long untold = rows;
    for (int bucket = 0; bucket < buckets; bucket++) {
      int begin = ends[bucket];
      int end = ends[bucket + 1];
      if (begin < end) {
        Run run =
            new Run(
                untold,
                Arrays.copyOfRange(keys, begin, end),
                Arrays.copyOfRange(orderings, begin, end),
                Arrays.copyOfRange(places, begin, end));
        runs.accept(new Tuple2<>(bucket, codec.encode(run)));
        untold = 0;
      }
    }
  }

  private int[] byPlace(NewestTable table) {
    if (table.size() == 0) {
      return new int[0];
    }
    long first = Long.MAX_VALUE;
    for (int entry = 0; entry < table.size(); entry++) {
      first = Math.min(first, table.place(entry));
    }
    long[] sorted = new long[table.size()];
    for (int entry = 0; entry < sorted.length; entry++) {
      sorted[entry] = table.place(entry) - first << ENTRY_BITS | entry;
    }
    Arrays.sort(sorted);
    return Arrays.stream(sorted).mapToInt(each -> (int) (each & MOST_ENTRIES - 1)).toArray();
  }
}
