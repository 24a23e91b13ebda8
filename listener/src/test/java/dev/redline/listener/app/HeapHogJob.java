package dev.redline.listener.app;

import static org.apache.spark.sql.functions.expr;

import org.apache.spark.sql.SparkSession;

/** An application whose tasks each need more heap than an executor has. */
public final class HeapHogJob {
  private HeapHogJob() {}

  /** Runs it. */
  public static void main(String[] args) {
    try (SparkSession spark = SparkSession.builder().appName("heap hog").getOrCreate()) {
      spark
          .range(0, 2, 1, 2)
          .select(expr("length(repeat(cast(id as string), 1600000000))").as("length"))
          .agg(expr("sum(length)"))
          .head();
    }
  }
}
