package dev.redline.etl.transform;

/**
 * What the planner knows of an input.
 *
 * @param rows of all files
 * @param rowWidthBytes mean width of a row as Spark shuffles it, uncompressed
 * @param measured whether the widths were measured; else they are the least that rows can have
 * @param keyWidthBytes mean width of key and ordering columns, uncompressed
 * @param rowsPerKey estimate of how many rows a key has, at least 1
 * @param places whether rows have places: Spark's own Parquet source, Spark 3.5 or newer
 */
public record InputFacts(
    long rows,
    long rowWidthBytes,
    long keyWidthBytes,
    boolean measured,
    double rowsPerKey,
    boolean places) {

  /**
   * What a row adds to the locator algorithm's shuffle beside key and ordering: place and count.
   */
  private static final long PLACE_WIDTH_BYTES = 16;

  /** Width of what stands for a row in the locator algorithm's shuffle. */
  long locatorWidthBytes() {
    return keyWidthBytes + PLACE_WIDTH_BYTES;
  }

  InputFacts withRowsPerKey(double estimate) {
    return new InputFacts(rows, rowWidthBytes, keyWidthBytes, measured, estimate, places);
  }

  /** All rows as Spark shuffles them, uncompressed. */
  public long bytes() {
    return rows * rowWidthBytes;
  }
}
