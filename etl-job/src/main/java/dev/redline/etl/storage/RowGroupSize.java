package dev.redline.etl.storage;

import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;

/**
 * How large the row groups of the job's own files may grow. Who writes a file holds its last row
 * group, and who reads one holds the group it reads, outside of the memory that Spark shares among
 * tasks; with Parquet's default of 128 MiB each, two tasks that do both fill a heap of 640 MiB.
 */
public final class RowGroupSize {
  /** Parquet's setting, in bytes; Spark hands it on as an option of a write. */
  public static final String SETTING = "parquet.block.size";

  private static final long MIB = 1024 * 1024;

  /** What Parquet takes where nobody says otherwise. */
  static final long MOST_BYTES = 128 * MIB;

  /** Smaller groups cost more in footers and dictionaries than their memory is worth. */
  static final long LEAST_BYTES = 8 * MIB;

  /** A tenth of a task's heap each for reading, writing and compressing leaves Spark its 60 %. */
  private static final int SHARE = 10;

  private RowGroupSize() {}

  /**
   * For the executors of an application, from its settings; what the user set for Hadoop wins.
   *
   * @return 8 MiB to 128 MiB, or what the user set
   */
  public static long bytes(SparkContext spark) {
    String given = spark.hadoopConfiguration().get(SETTING);
    if (given != null) {
      return spark.hadoopConfiguration().getLongBytes(SETTING, MOST_BYTES);
    }
    int tasks = spark.defaultParallelism();
    if (spark.isLocal()) {
      return bytes(Runtime.getRuntime().maxMemory(), tasks);
    }
    return bytes(spark.getConf(), tasks);
  }

  /**
   * For executors as an application wants them.
   *
   * @param tasks that run at once on all executors; as many as one of them may run where the
   *     settings do not say, as where a standalone executor takes all cores of its worker
   */
  static long bytes(SparkConf conf, int tasks) {
    long heapMib = conf.getSizeAsMb("spark.executor.memory", "1g");
    return bytes(heapMib * MIB, conf.getInt("spark.executor.cores", tasks));
  }

  /**
   * For tasks that share a heap.
   *
   * @param heapBytes of the JVM, positive
   * @param tasks that run in it at once, at least 1
   */
  static long bytes(long heapBytes, int tasks) {
    return Math.max(LEAST_BYTES, Math.min(MOST_BYTES, heapBytes / tasks / SHARE));
  }
}
