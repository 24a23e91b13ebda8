package dev.redline.etl;

import dev.redline.etl.JobSpec.CopyFiles;
import dev.redline.etl.storage.ParquetFolder;
import dev.redline.etl.transform.InputFacts;

/**
 * How many files COPY is given: the number the spec wants, unless their size says otherwise. Each
 * slice of the cluster loads one file at a time, so a multiple of the slices keeps them all busy,
 * and files should have 1 MB to 1 GB
 * (https://docs.aws.amazon.com/redshift/latest/dg/c_best-practices-use-multiple-files.html).
 *
 * @param files aimed at; where rows come straight from files, fewer if these have fewer row groups
 *     or some hold no newest row
 * @param partitions of a shuffle whose tasks write the files, a multiple of the slices too; there
 *     are fewer files only where there are hardly more keys than partitions
 * @param maxRowsPerFile so that no file grows far beyond its size where the estimate was wrong
 */
record CopyFilePlan(int files, int partitions, long maxRowsPerFile) {
  /** What one task may read, so that few newest rows among many do not make one task read all. */
  private static final long MAX_READ_BYTES = 512L * 1024 * 1024;

  /** What one task should sort or aggregate, not compressed: as much as it has memory for. */
  private static final long MAX_TASK_BYTES = 128L * 1024 * 1024;

  private static final int MAX_FILES = 100_000;

  /**
   * Plans.
   *
   * @param good the rows to choose from
   * @param facts what is known of them
   * @param wantedPartitions of a shuffle, where bytes leave the choice
   * @param slices of the cluster, at least 1
   * @param tasks that run at once
   */
  static CopyFilePlan of(
      ParquetFolder good,
      InputFacts facts,
      CopyFiles wanted,
      int wantedPartitions,
      int slices,
      int tasks) {
    double keptBytes = good.lengthBytes() / facts.rowsPerKey();
    long least = Math.max(1, (long) Math.ceil(keptBytes / wanted.fileBytes()));
    long most = Math.max(least, (long) (keptBytes / CopyFiles.LEAST_BYTES));
    long files = Math.min(most, Math.max(least, wanted.files()));
    long readers = readers(good, tasks);
    long shuffled = Math.max(Math.max(least, readers), Math.min(most, wantedPartitions));
    long sorters = (long) Math.ceil(facts.bytes() / facts.rowsPerKey() / MAX_TASK_BYTES);
    double bytesPerRow = Math.max(1, good.lengthBytes() / (double) Math.max(1, good.rows()));
    return new CopyFilePlan(
        multiple(Math.max(files, readers), slices),
        multiple(Math.max(shuffled, sorters), slices),
        Math.max(1, (long) (2 * wanted.fileBytes() / bytesPerRow)));
  }

  /** The next multiple of the slices, within what a manifest should list. */
  private static int multiple(long number, int slices) {
    long rounded = (number + slices - 1) / slices * slices;
    return (int) Math.min(rounded, Math.max(1, MAX_FILES / slices) * (long) slices);
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
