package dev.redline.etl.transform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.redline.etl.storage.ColumnRange;
import dev.redline.etl.transform.RunCodec.Run;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import scala.Tuple2;

class RunCodecTest {

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 1_000, 100_000})
  void givesBackWhatItWasGiven(int entries) {
    SplittableRandom random = new SplittableRandom(entries);
    long[] keys = random.longs(entries, 0, Long.MAX_VALUE).toArray();
    long[] ages = random.longs(entries, 0, 1L << 50).toArray();

    Run run = decoded(new RunCodec(new int[] {1, 62}, new int[] {3, 0, 47}), keys, ages);

    assertThat(run.keys()).isEqualTo(keys);
    assertThat(run.ages()).isEqualTo(ages);
    assertThat(run.rows()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void takesTheWidestParts() {
    long[] extremes = {Long.MAX_VALUE, 0, Long.MAX_VALUE, 1};
    Run run = decoded(new RunCodec(new int[] {63}, new int[] {63}), extremes, extremes);
    assertThat(run.keys()).isEqualTo(extremes);
    assertThat(run.ages()).isEqualTo(extremes);
  }

  private static Run decoded(RunCodec codec, long[] keys, long[] ages) {
    return codec.decode(codec.encode(new Run(Long.MAX_VALUE, keys, ages)));
  }

  /** Parts that grow with the place, as identifiers and times do. */
  @Test
  void needsFewBytesForPartsThatGrow() {
    long[] keys = new long[10_000];
    long[] ages = new long[keys.length];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = 1_000_000_000L + 3L * i;
      ages[i] = (5_000L + 10L * i) << 30 | 7L * i;
    }
    byte[] bytes =
        new RunCodec(new int[] {40}, new int[] {30, 30}).encode(new Run(10_000, keys, ages));
    assertThat(bytes).hasSizeLessThan(3 * keys.length + 100);
  }

  @Test
  void takesATableApartByBuckets() {
    PackedColumns.Part part =
        new PackedColumns.Part("k", DataTypes.LongType, new ColumnRange(0, 100_000));
    PackedColumns key = new PackedColumns(List.of(part));
    PackedAge age = new PackedAge(key, 20);
    RunCodec codec = RunCodec.of(key, age);
    NewestTable table = new NewestTable(10_000, bytes -> true);
    Map<Long, Long> expected = new HashMap<>();
    SplittableRandom random = new SplittableRandom(5);
    for (long place = 0; place < 9_000; place++) {
      long k = random.nextLong(3_000);
      long its = age.age(random.nextLong(5), place);
      table.add(k, its);
      expected.merge(k, its, Math::max);
    }

    List<Tuple2<Integer, byte[]>> runs = new ArrayList<>();
    new RunMaker(codec, age, 7).make(table, 9_000, runs::add);

    Map<Long, Long> found = new HashMap<>();
    long rows = 0;
    assertThat(runs).hasSize(7);
    for (Tuple2<Integer, byte[]> each : runs) {
      Run run = codec.decode(each._2());
      rows += run.rows();
      long lastPlace = -1;
      for (int i = 0; i < run.keys().length; i++) {
        assertThat(NewestTable.bucket(run.keys()[i], 7)).isEqualTo(each._1());
        assertThat(age.place(run.ages()[i])).isGreaterThan(lastPlace);
        lastPlace = age.place(run.ages()[i]);
        found.put(run.keys()[i], run.ages()[i]);
      }
    }
    assertThat(found).isEqualTo(expected);
    assertThat(rows).isEqualTo(9_000);
  }
}
