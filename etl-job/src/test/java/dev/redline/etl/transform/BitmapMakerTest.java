package dev.redline.etl.transform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class BitmapMakerTest {

  /** Winners whose keys had one to five rows; it notes how many were asked for. */
  private static final class Told implements Winners {
    private final List<Long> places;
    private int asked;

    Told(List<Long> places) {
      this.places = places;
    }

    @Override
    public boolean next() {
      return ++asked <= places.size();
    }

    @Override
    public long place() {
      return places.get(asked - 1);
    }

    @Override
    public long rowsCompared() {
      return place() % 5 + 1;
    }
  }

  @Test
  void makesNothingOfNothing() {
    assertThat(new BitmapMaker(new Told(List.of()), 1).hasNext()).isFalse();
  }

  @Test
  void setsTheBitOfEveryPlaceHoweverFewBitmapsItMayHold() {
    SplittableRandom random = new SplittableRandom(7);
    TreeSet<Long> places = new TreeSet<>(List.of(0L, 32_767L, 32_768L));
    for (int i = 0; i < 2_000; i++) {
      places.add(random.nextLong(20L * Bitmap.ROWS));
    }
    List<Long> shuffled = new ArrayList<>(places);
    Collections.shuffle(shuffled, new Random(3));

    for (int mostBitmaps : new int[] {1, 3, 1_000}) {
      Map<Long, byte[]> bitmaps = new HashMap<>();
      new BitmapMaker(new Told(shuffled), mostBitmaps)
          .forEachRemaining(made -> bitmaps.merge(made._1(), made._2(), Bitmap::merge));
      TreeSet<Long> set = new TreeSet<>();
      bitmaps.forEach(
          (number, bitmap) -> {
            for (long i = 0; i < Bitmap.ROWS; i++) {
              if (Bitmap.isSet(bitmap, i)) {
                set.add(number * Bitmap.ROWS + i);
              }
            }
          });
      assertThat(set).as("most %d", mostBitmaps).isEqualTo(places);
      assertThat(
              bitmaps.values().stream()
                  .map(Bitmap::counts)
                  .reduce(DedupeCounts.NONE, DedupeCounts::plus))
          .isEqualTo(
              new DedupeCounts(
                  places.stream().mapToLong(place -> place % 5 + 1).sum(), places.size()));
    }
  }

  @Test
  void holdsNoMoreThanItMay() {
    List<Long> places = new ArrayList<>();
    for (long i = 0; i < 100; i++) {
      places.add(i * Bitmap.ROWS);
    }
    Told winners = new Told(places);
    List<Integer> asked = new ArrayList<>();
    new BitmapMaker(winners, 10).forEachRemaining(made -> asked.add(winners.asked));
    assertThat(asked).hasSize(100).startsWith(11, 11).endsWith(101, 101);
  }
}
