package dev.redline.etl;

import dev.redline.etl.JobSpec.CopyFiles;
import dev.redline.etl.storage.ParquetFolder;

/**
 * How many files COPY is given: the number the spec wants, unless their size says otherwise. Each
 * slice of the cluster loads one file at a time, so a multiple of the slices keeps them all busy,
 * and files should have 1 MB to 1 GB
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
    long least = Math.max(1, (long) Math.ceil(keptBytes / wanted.fileBytes()));
    long most = Math.max(least, (long) (keptBytes / CopyFiles.LEAST_BYTES));
    long files = Math.min(most, Math.max(least, wanted.files()));
    long rounded = (Math.max(files, readers(good, tasks)) + slices - 1) / slices * slices;
    double bytesPerRow = Math.max(1, good.lengthBytes() / (double) Math.max(1, good.rows()));
    return new CopyFilePlan(
        (int) Math.min(MAX_FILES, rounded),
        Math.max(1, (long) (2 * wanted.fileBytes() / bytesPerRow)));
  }

  /** Partitions of a shuffle whose tasks write the files: as many as wanted, or a few more. */
  static int multiple(int partitions, int slices) {
    return (partitions + slices - 1) / slices * slices;
  }

  /**
   * How many tasks should read the rows to choose from, since each writes a file: so many that all
   * cores are busy where each has a megabyte to read, and that none reads too much.
   */
  private static long readers(ParquetFolder good, int tasks) {
    long megabytes = good.lengthBytes() / CopyFiles.LEAST_BYTES;
    return Math.max(
        Math.min(tasks, Math.max(1, megabytes)),
        (good.lengthBytes() + MAX_READ_BYTES - 1) / MAX_READ_BYTES);
  }
}
