package dev.redline.listener.app;

import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** An application whose tasks each need more heap than an executor has. */
public final class HeapHogJob {
  private static final int MORE_THAN_AN_EXECUTOR_HAS_BYTES = 1_600_000_000;

  private HeapHogJob() {}

  /** Runs it. */
  public static void main(String[] args) {
    try (SparkSession spark = SparkSession.builder().appName("heap hog").getOrCreate()) {
      JavaSparkContext.fromSparkContext(spark.sparkContext())
          .parallelize(List.of(1, 2), 2)
          .map(number -> new byte[MORE_THAN_AN_EXECUTOR_HAS_BYTES + number].length)
          .collect();
    }
  }
}
