package dev.redline.etl.transform;

import java.util.Iterator;
import java.util.TreeMap;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Turns the winners one task has, (place, rows of the key), into bitmaps, (number, bitmap,
 * compared, kept). Winners come in no order, so a task holds many bitmaps at once; once it holds as
 * many as it may, it hands all of them over and begins anew, and a number can occur more than once.
 *
 * @param mostBitmaps held at once, 4 KiB each
 */
record BitmapMaker(int mostBitmaps) implements MapPartitionsFunction<Row, Row> {
  private static final long serialVersionUID = 1L;

  /** What {@link #call} gives. */
  static final StructType SCHEMA =
      new StructType()
          .add("number", DataTypes.LongType)
          .add("bitmap", DataTypes.BinaryType)
          .add("compared", DataTypes.LongType)
          .add("kept", DataTypes.LongType);

  /** A bitmap being made, and what was compared and kept for its rows. */
  private static final class Making {
    private final byte[] bits = WinnerBits.emptyBitmap();
    private long compared;
    private long kept;

    void add(long place, long rows) {
      WinnerBits.set(bits, place);
      compared += rows;
      kept++;
    }
  }

  @Override
  public Iterator<Row> call(Iterator<Row> winners) {
    return new Handing(winners, mostBitmaps);
  }

  private static final class Handing implements Iterator<Row> {
    private final Iterator<Row> winners;
    private final int mostBitmaps;
    private final TreeMap<Long, Making> held = new TreeMap<>();

    Handing(Iterator<Row> winners, int mostBitmaps) {
      this.winners = winners;
      this.mostBitmaps = mostBitmaps;
    }

    @Override
    public boolean hasNext() {
      return !held.isEmpty() || winners.hasNext();
    }

    @Override
    public Row next() {
      if (held.isEmpty()) {
        gather();
      }
      var first = held.pollFirstEntry();
      Making made = first.getValue();
      return RowFactory.create(first.getKey(), made.bits, made.compared, made.kept);
    }

    private void gather() {
      while (winners.hasNext() && held.size() < mostBitmaps) {
        Row winner = winners.next();
        long place = winner.getLong(0);
        held.computeIfAbsent(WinnerBits.bitmapOf(place), number -> new Making())
            .add(place, winner.getLong(1));
      }
    }
  }
}
