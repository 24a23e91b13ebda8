package dev.redline.etl.transform;

import java.io.Serializable;
import java.util.Arrays;
import java.util.HashMap;

/**
 * One bit per row of every file: set for the rows that stay. Built on the driver, read by all
 * tasks; about a byte per eight rows of a file that has survivors. Not changed once broadcast.
 */
final class SurvivingRows implements Serializable {
  /** Rows per bitmap, fixed by Spark's bitmap functions. */
  static final int BITMAP_ROWS = 32_768;

  private static final long serialVersionUID = 1L;
  private static final byte[] NONE = {};

  private final HashMap<Long, byte[][]> byFile = new HashMap<>();

  /**
   * Adds the bitmap of a stretch of a file.
   *
   * @param number of the stretch, from 0
   */
  void add(long file, int number, byte[] bitmap) {
    byte[][] bitmaps = byFile.getOrDefault(file, new byte[0][]);
    if (number >= bitmaps.length) {
      int before = bitmaps.length;
      bitmaps = Arrays.copyOf(bitmaps, number + 1);
      Arrays.fill(bitmaps, before, bitmaps.length, NONE);
    }
    bitmaps[number] = bitmap;
    byFile.put(file, bitmaps);
  }

  boolean contains(long file, long row) {
    byte[][] bitmaps = byFile.get(file);
    int number = (int) (row / BITMAP_ROWS);
    if (bitmaps == null || number >= bitmaps.length) {
      return false;
    }
    int bit = (int) (row % BITMAP_ROWS);
    byte[] bitmap = bitmaps[number];
    return bit / 8 < bitmap.length && (bitmap[bit / 8] >> (bit % 8) & 1) == 1;
  }
}
