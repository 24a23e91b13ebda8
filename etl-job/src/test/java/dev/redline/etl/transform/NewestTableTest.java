package dev.redline.etl.transform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BinaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NewestTableTest {
  private static Map<Long, List<Long>> entries(NewestTable table) {
    Map<Long, List<Long>> entries = new LinkedHashMap<>();
    for (int entry = 0; entry < table.size(); entry++) {
      entries.put(table.key(entry), List.of(table.ordering(entry), table.place(entry)));
    }
    return entries;
  }

  @Test
  void keepsTheNewestRowOfEveryKeyAsAMapDoes() {
    SplittableRandom random = new SplittableRandom(11);
    NewestTable table = new NewestTable(Integer.MAX_VALUE, bytes -> true);
    Map<Long, List<Long>> expected = new HashMap<>();
    for (int i = 0; i < 200_000; i++) {
      long key = random.nextInt(10) == 0 ? random.nextLong() >>> 1 : random.nextLong(30_000);
      long ordering = random.nextInt(5) == 0 ? Long.MAX_VALUE : random.nextLong(3);
      long place = random.nextLong(1_000);
      table.add(key, ordering, place);
      expected.merge(
          key,
          List.of(ordering, place),
          BinaryOperator.maxBy(
              Comparator.<List<Long>, Long>comparing(row -> row.get(0))
                  .thenComparing(row -> row.get(1))));
    }
    assertThat(entries(table)).isEqualTo(expected);
  }

  @Test
  void numbersKeysAsTheyCome() {
    NewestTable table = new NewestTable(10, bytes -> true);
    for (long key : new long[] {7, 0, 7, Long.MAX_VALUE}) {
      table.add(key, 1, 1);
    }
    assertThat(entries(table).keySet()).containsExactly(7L, 0L, Long.MAX_VALUE);
  }

  @Test
  void beginsAnewAfterItWasFull() {
    NewestTable table = new NewestTable(2, bytes -> true);
    table.add(1, 5, 5);
    assertThat(table.isFull()).isFalse();
    table.add(2, 5, 5);
    assertThat(table.isFull()).isTrue();
    table.clear();
    assertThat(table.isFull()).isFalse();
    table.add(2, 3, 3);
    assertThat(entries(table)).containsExactly(Map.entry(2L, List.of(3L, 3L)));
  }

  @Test
  void isFullWhereItIsGivenNoMoreMemoryAndLosesNothing() {
    AtomicLong granted = new AtomicLong();
    NewestTable table = new NewestTable(1_000_000, bytes -> granted.addAndGet(bytes) <= 1_000_000);
    long keys = 0;
    while (!table.isFull()) {
      table.add(keys++, 7, 0);
    }
    assertThat(keys).isBetween(1_000L, 20_000L);
    for (long key = 0; key < 3 * keys; key++) {
      table.add(key, 8, 0);
    }
    assertThat(entries(table)).hasSize((int) (3 * keys));
    assertThat(entries(table).values()).containsOnly(List.of(8L, 0L));
  }

  /** Keys that differ only in high bits, or by a constant, as identifiers do. */
  @Test
  void spreadsRegularKeysOverBuckets() {
    for (long step : new long[] {1, 2, 75, 1 << 16, 1L << 40}) {
      int[] rows = new int[75];
      for (long i = 0; i < 75_000; i++) {
        rows[NewestTable.bucket(i * step, rows.length)]++;
      }
      assertThat(IntStream.of(rows))
          .as("step %d", step)
          .allMatch(each -> each > 700 && each < 1_300);
    }
  }

  @Test
  void findsABucketForEveryKey() {
    List<Integer> buckets = new ArrayList<>();
    for (long key : new long[] {0, 1, -1, Long.MAX_VALUE, Long.MIN_VALUE}) {
      buckets.add(NewestTable.bucket(key, 1));
    }
    assertThat(buckets).containsOnly(0);
  }
}
