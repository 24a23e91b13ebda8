package dev.redline.etl.transform;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A bit for each of {@value #ROWS} neighbouring rows of the input, set for those that stay, and how
 * many rows were compared for them. Bytes and not an object of their own, so that any serializer of
 * Spark's can take them.
 */
final class Bitmap {
  /** Rows per bitmap. */
  static final int ROWS = 32_768;

  /** Where the count lies. */
  private static final int COMPARED = ROWS / Byte.SIZE;

  private Bitmap() {}

  /** The number of the bitmap that a place lies in. */
  static long numberOf(long place) {
    return place / ROWS;
  }

  /** A bitmap without a bit set. */
  static byte[] empty() {
    return new byte[COMPARED + Long.BYTES];
  }

  /** Sets the bit of a place. */
  static void set(byte[] bitmap, long place) {
    int bit = (int) (place % ROWS);
    bitmap[bit / Byte.SIZE] |= (byte) (1 << (bit % Byte.SIZE));
  }

  /** Whether the bit of a place is set. */
  static boolean isSet(byte[] bitmap, long place) {
    int bit = (int) (place % ROWS);
    return (bitmap[bit / Byte.SIZE] >> (bit % Byte.SIZE) & 1) == 1;
  }

  /** Adds to the rows that were compared. */
  static void addCompared(byte[] bitmap, long rows) {
    ByteBuffer.wrap(bitmap).putLong(COMPARED, compared(bitmap) + rows);
  }

  private static long compared(byte[] bitmap) {
    return ByteBuffer.wrap(bitmap).getLong(COMPARED);
  }

  /** Adds a bitmap of the same number to another one. */
  static byte[] merge(byte[] into, byte[] other) {
    for (int i = 0; i < COMPARED; i++) {
      into[i] |= other[i];
    }
    addCompared(into, compared(other));
    return into;
  }

  /** What was compared, and what stays. */
  static DedupeCounts counts(byte[] bitmap) {
    var longs = ByteBuffer.wrap(bitmap, 0, COMPARED).order(ByteOrder.nativeOrder()).asLongBuffer();
    long kept = 0;
    while (longs.hasRemaining()) {
      kept += Long.bitCount(longs.get());
    }
    return new DedupeCounts(compared(bitmap), kept);
  }
}
