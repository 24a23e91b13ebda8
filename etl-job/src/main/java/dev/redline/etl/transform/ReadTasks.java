package dev.redline.etl.transform;

import java.util.function.Supplier;
import org.apache.spark.sql.RuntimeConfig;
import org.apache.spark.sql.SparkSession;

/**
 * Into how many tasks Spark cuts the reading of files.
 *
 * @param tasks at least as many, where the bytes suffice
 * @param mostBytes what a task reads at most, as Spark writes sizes
 * @param fileBytes what opening a file counts for beside its own bytes
 */
public record ReadTasks(int tasks, String mostBytes, String fileBytes) {
  private static final String TASKS = "spark.sql.files.minPartitionNum";
  private static final String FILE_BYTES = "spark.sql.files.openCostInBytes";
  private static final String BYTES = "spark.sql.files.maxPartitionBytes";

  /** Runs a query under these settings, and then lets the session's own settings count again. */
  public <T> T during(SparkSession spark, Supplier<T> query) {
    RuntimeConfig settings = spark.conf();
    settings.set(TASKS, String.valueOf(tasks));
    settings.set(BYTES, mostBytes);
    settings.set(FILE_BYTES, fileBytes);
    try {
      return query.get();
    } finally {
      settings.unset(TASKS);
      settings.unset(BYTES);
      settings.unset(FILE_BYTES);
    }
  }
}
