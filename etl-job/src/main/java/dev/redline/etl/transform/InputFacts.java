package dev.redline.etl.transform;

/**
 * What the planner knows of an input.
 *
 * @param rows of all files
 * @param rowWidthBytes mean width of a row as Spark shuffles it, uncompressed
 * @param measured whether the widths were measured; else they are the least that rows can have
 * @param locatorWidthBytes mean width of what stands for a row in the locator algorithm's shuffle,
 *     key, age and place, uncompressed
 * @param rowsPerKey estimate of how many rows a key has, at least 1
 * @param places whether rows have places: Spark's own Parquet source, Spark 3.5 or newer
 */
public record InputFacts(
    long rows,
    long rowWidthBytes,
    long locatorWidthBytes,
    boolean measured,
    double rowsPerKey,
    boolean places) {

  InputFacts withRowsPerKey(double estimate) {
    return new InputFacts(rows, rowWidthBytes, locatorWidthBytes, measured, estimate, places);
  }

  /** All rows as Spark shuffles them, uncompressed. */
  public long bytes() {
    return rows * rowWidthBytes;
  }
}
