package dev.redline.etl.transform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;

class BitmapMakerTest {

  private static List<Row> made(int mostBitmaps, List<Row> winners) {
    List<Row> made = new ArrayList<>();
    new BitmapMaker(mostBitmaps).call(winners.iterator()).forEachRemaining(made::add);
    return made;
  }

  @Test
  void makesNothingOfNothing() {
    assertThat(made(1, List.of())).isEmpty();
  }

  @Test
  void setsTheBitOfEveryPlaceHoweverFewBitmapsItMayHold() {
    SplittableRandom random = new SplittableRandom(7);
    TreeSet<Long> places = new TreeSet<>(List.of(0L, 32_767L, 32_768L));
    for (int i = 0; i < 2_000; i++) {
      places.add(random.nextLong(20L * WinnerBits.BITMAP_ROWS));
    }
    List<Row> winners = new ArrayList<>();
    places.forEach(place -> winners.add(RowFactory.create(place, place % 5 + 1)));
    Collections.shuffle(winners, new Random(3));

    for (int mostBitmaps : new int[] {1, 3, 1_000}) {
      Map<Long, byte[]> bits = new HashMap<>();
      long compared = 0;
      long kept = 0;
      for (Row row : made(mostBitmaps, winners)) {
        bits.merge(row.getLong(0), row.<byte[]>getAs(1), BitmapMakerTest::or);
        compared += row.getLong(2);
        kept += row.getLong(3);
      }
      TreeSet<Long> set = new TreeSet<>();
      bits.forEach(
          (number, bitmap) -> {
            for (long i = 0; i < WinnerBits.BITMAP_ROWS; i++) {
              if (WinnerBits.isSet(bitmap, i)) {
                set.add(number * WinnerBits.BITMAP_ROWS + i);
              }
            }
          });
      assertThat(set).as("most %d", mostBitmaps).isEqualTo(places);
      assertThat(kept).isEqualTo(places.size());
      assertThat(compared).isEqualTo(places.stream().mapToLong(place -> place % 5 + 1).sum());
    }
  }

  @Test
  void holdsNoMoreThanItMay() {
    List<Integer> readBeforeFirst = new ArrayList<>();
    int[] read = {0};
    Iterator<Row> winners =
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            return read[0] < 100;
          }

          @Override
          public Row next() {
            return RowFactory.create((long) WinnerBits.BITMAP_ROWS * read[0]++, 1L);
          }
        };
    Iterator<Row> made = new BitmapMaker(10).call(winners);
    while (made.hasNext()) {
      made.next();
      readBeforeFirst.add(read[0]);
    }
    assertThat(readBeforeFirst).hasSize(100).startsWith(10, 10).endsWith(100, 100);
  }

  private static byte[] or(byte[] a, byte[] b) {
    byte[] both = a.clone();
    for (int i = 0; i < both.length; i++) {
      both[i] |= b[i];
    }
    return both;
  }
}
