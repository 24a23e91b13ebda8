package dev.redline.etl.transform;

import java.io.Serializable;

/**
 * One bit per row of the input: set for the rows that stay. Every task has a copy of its own; what
 * tasks of one executor share does not change.
 */
interface WinnerBits extends Serializable {
  /** Rows per bitmap, fixed by Spark's bitmap functions. */
  int BITMAP_ROWS = 32_768;

  /** Whether the row at a place stays. */
  boolean contains(long place);

  /** The rows that were compared, and those that stay. */
  DedupeCounts counts();

  /** The number of the bitmap a place lies in. */
  static long bitmapOf(long place) {
    return place / BITMAP_ROWS;
  }

  /** A bitmap without a bit set. */
  static byte[] emptyBitmap() {
    return new byte[BITMAP_ROWS / Byte.SIZE];
  }

  /** Sets the bit of a place in the bitmap it lies in. */
  static void set(byte[] bitmap, long place) {
    int bit = (int) (place % BITMAP_ROWS);
    bitmap[bit / Byte.SIZE] |= (byte) (1 << (bit % Byte.SIZE));
  }

  /** Whether a bitmap has the bit of a place. */
  static boolean isSet(byte[] bitmap, long place) {
    int bit = (int) (place % BITMAP_ROWS);
    return bit / Byte.SIZE < bitmap.length
        && (bitmap[bit / Byte.SIZE] >> (bit % Byte.SIZE) & 1) == 1;
  }
}
