package dev.redline.etl.transform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.redline.etl.transform.RunCodec.Run;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import scala.Tuple2;

class RunCodecTest {

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 1_000, 100_000})
  void givesBackWhatItWasGiven(int entries) throws Exception {
    SplittableRandom random = new SplittableRandom(entries);
    long[] keys = random.longs(entries, 0, Long.MAX_VALUE).toArray();
    long[] orderings = random.longs(entries, 0, 1L << 50).toArray();
    long[] places = random.longs(entries, 0, 1L << 40).toArray();

    assertComesBack(new RunCodec(new int[] {1, 62}, new int[] {3, 0, 47}), keys, orderings, places);
  }

  @Test
  void takesTheWidestParts() throws Exception {
    long[] extremes = {Long.MAX_VALUE, 0, Long.MAX_VALUE, 1};
    assertComesBack(new RunCodec(new int[] {63}, new int[] {63}), extremes, extremes, extremes);
  }

  private static void assertComesBack(RunCodec codec, long[] keys, long[] orderings, long[] places)
      throws Exception {
    Run run = codec.decode(codec.encode(new Run(Long.MAX_VALUE, keys, orderings, places)));
    assertThat(run.keys()).isEqualTo(keys);
    assertThat(run.orderings()).isEqualTo(orderings);
    assertThat(run.places()).isEqualTo(places);
    assertThat(run.rows()).isEqualTo(Long.MAX_VALUE);
  }

  /** Parts that grow with the place, as identifiers and times do. */
  @Test
  void needsFewBytesForPartsThatGrow() throws Exception {
    long[] keys = new long[10_000];
    long[] orderings = new long[keys.length];
    long[] places = new long[keys.length];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = 1_000_000_000L + 3L * i;
      orderings[i] = 1_700_000_000_000_000L + 20L * i;
      places[i] = 7L * i;
    }
    byte[] bytes =
        new RunCodec(new int[] {40}, new int[] {52})
            .encode(new Run(keys.length, keys, orderings, places));
    assertThat(bytes).hasSizeLessThan(3 * keys.length + 100);
  }

  @Test
  void takesATableApartByBuckets() throws Exception {
    RunCodec codec = new RunCodec(new int[] {20}, new int[] {10});
    NewestTable table = new NewestTable(10_000, bytes -> true);
    Map<Long, Long> expected = new HashMap<>();
    SplittableRandom random = new SplittableRandom(5);
    for (long place = 0; place < 9_000; place++) {
      long key = random.nextLong(3_000);
      table.add(key, random.nextLong(5), place);
    }
    for (int entry = 0; entry < table.size(); entry++) {
      expected.put(table.key(entry), table.place(entry));
    }

    List<Tuple2<Integer, byte[]>> runs = new ArrayList<>();
    new RunMaker(codec, 7).make(table, 9_000, runs::add);

    Map<Long, Long> found = new HashMap<>();
    long rows = 0;
    assertThat(runs).hasSize(7);
    for (Tuple2<Integer, byte[]> each : runs) {
      Run run = codec.decode(each._2());
      rows += run.rows();
      long lastPlace = -1;
      for (int i = 0; i < run.keys().length; i++) {
        assertThat(NewestTable.bucket(run.keys()[i], 7)).isEqualTo(each._1());
        assertThat(run.places()[i]).isGreaterThan(lastPlace);
        lastPlace = run.places()[i];
        found.put(run.keys()[i], run.places()[i]);
      }
    }
    assertThat(found).isEqualTo(expected);
    assertThat(rows).isEqualTo(9_000);
  }
}
