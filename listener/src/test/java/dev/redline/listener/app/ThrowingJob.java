package dev.redline.listener.app;

import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** An application with a bug: one of its tasks throws an exception, whenever it is tried. */
public final class ThrowingJob {
  private ThrowingJob() {}

  /** Runs it. */
  public static void main(String[] args) {
    // Not closed, as many applications are not: Spark's own shutdown does it.
    SparkSession spark = SparkSession.builder().appName("user exception").getOrCreate();
    JavaSparkContext.fromSparkContext(spark.sparkContext())
        .parallelize(List.of(1, 0), 2)
        .map(number -> 1 / number)
        .collect();
  }
}
