package dev.redline.etl;

import dev.redline.etl.JobSpec.CopyFiles;
import dev.redline.etl.storage.ParquetFolder;

/**
 * How many files COPY is given. Each slice of the cluster loads one file at a time, so a multiple
 * of the slices keeps them all busy, and size decides how many that is
 * (https://docs.aws.amazon.com/redshift/latest/dg/c_best-practices-use-multiple-files.html).
 *
 * @param files aimed at; fewer where the input has fewer row groups or some hold no newest row
 * @param maxRowsPerFile so that no file grows far beyond its size where the estimate was wrong
 */
record CopyFilePlan(int files, long maxRowsPerFile) {
  /** What one task may read, so that few newest rows among many do not make one task read all. */
  private static final long MAX_READ_BYTES = 512L * 1024 * 1024;

  private static final int MAX_FILES = 100_000;

  /**
   * Plans.
   *
   * @param good the rows to choose from
   * @param rowsPerKey estimate of how many of them share a key, at least 1
   * @param slices of the cluster, at least 1
   * @param tasks that run at once
   */
  static CopyFilePlan of(
      ParquetFolder good, double rowsPerKey, CopyFiles wanted, int slices, int tasks) {
    double keptBytes = good.lengthBytes() / rowsPerKey;
    long least =
        Math.max(
            Math.max((long) Math.ceil(keptBytes / wanted.fileBytes()), tasks),
            (good.lengthBytes() + MAX_READ_BYTES - 1) / MAX_READ_BYTES);
    long rounded = (least + slices - 1) / slices * slices;
    double bytesPerRow = Math.max(1, good.lengthBytes() / (double) Math.max(1, good.rows()));
    return new CopyFilePlan(
        (int) Math.min(MAX_FILES, rounded),
        Math.max(1, (long) (2 * wanted.fileBytes() / bytesPerRow)));
  }
}
