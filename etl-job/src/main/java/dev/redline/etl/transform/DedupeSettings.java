package dev.redline.etl.transform;

import org.jspecify.annotations.Nullable;

/**
 * What a job spec says of the dedupe.
 *
 * @param algorithm the one to take whatever the planner thinks, or null for the planner's choice
 * @param partitions tasks that {@link WindowDedupe} shuffles rows to where rows of a key are few
 * @param bitmapCapBytes the most that driver and executors hold of {@link LocatorDedupe}'s bitmaps
 */
public record DedupeSettings(@Nullable Algorithm algorithm, int partitions, long bitmapCapBytes) {
  /** From the guide this project grew from. */
  public static final int DEFAULT_PARTITIONS = 75;

  /** Enough for 2,147,483,648 rows. */
  public static final long DEFAULT_BITMAP_CAP_BYTES = 256L << 20;

  /** The planner's choice, with the defaults. */
  public static final DedupeSettings DEFAULT =
      new DedupeSettings(null, DEFAULT_PARTITIONS, DEFAULT_BITMAP_CAP_BYTES);

  /** Checks the bounds. */
  public DedupeSettings {
    if (partitions < 1 || bitmapCapBytes < 0) {
      throw new IllegalArgumentException(
          "partitions must be positive and the bitmap cap not negative, were "
              + partitions
              + " and "
              + bitmapCapBytes);
    }
  }
}
