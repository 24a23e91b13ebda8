package dev.redline.etl.storage;

import java.io.Serializable;

/**
 * Between which values a column of whole numbers lies, as Parquet's footers tell it: days for
 * dates, microseconds for timestamps.
 *
 * @param min the smallest value
 * @param max the largest value, not below {@code min}
 */
public record ColumnRange(long min, long max) implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Checks the order. */
  public ColumnRange {
    if (min > max) {
      throw new IllegalArgumentException("min must not exceed max, were " + min + " and " + max);
    }
  }

  /** The range of one value or the other. */
  ColumnRange and(ColumnRange other) {
    return new ColumnRange(Math.min(min, other.min), Math.max(max, other.max));
  }
}
