package dev.redline.etl.transform;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import scala.Tuple2;

/**
 * Turns the winners that one task has into bitmaps by number. Winners come in no order, so a task
 * holds many bitmaps at once; once it holds as many as it may, it hands all of them over and begins
 * anew, and a number can occur more than once.
 */
final class BitmapMaker implements Iterator<Tuple2<Long, byte[]>> {
  /** What a task holds of them: 64 MiB, for 536,870,912 rows. */
  static final int MOST_BITMAPS = 16_384;

  private final Winners winners;
  private final int mostBitmaps;
  private final TreeMap<Long, byte[]> held = new TreeMap<>();
  private boolean isNext;

  /**
   * A maker.
   *
   * @param mostBitmaps held at once, 4 KiB each
   */
  BitmapMaker(Winners winners, int mostBitmaps) {
    this.winners = winners;
    this.mostBitmaps = mostBitmaps;
    this.isNext = winners.next();
  }

  @Override
  public boolean hasNext() {
    return isNext || !held.isEmpty();
  }

  @Override
  public Tuple2<Long, byte[]> next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    if (held.isEmpty()) {
      gather();
    }
    var first = held.pollFirstEntry();
    return new Tuple2<>(first.getKey(), first.getValue());
  }

  private void gather() {
    long number = -1;
    byte[] bitmap = {};
    while (isNext && held.size() < mostBitmaps) {
      long place = winners.place();
      if (Bitmap.numberOf(place) != number) {
        number = Bitmap.numberOf(place);
        bitmap = held.computeIfAbsent(number, each -> Bitmap.empty());
      }
      Bitmap.set(bitmap, place);
      long compared = winners.rowsCompared();
      if (compared > 0) {
        Bitmap.addCompared(bitmap, compared);
      }
      isNext = winners.next();
    }
  }
}
