package dev.redline.sandbox.spark.app;

import org.apache.spark.sql.SparkSession;

/** An application that has Spark load most of what short ones need. */
public final class ShortQuery {
  private ShortQuery() {}

  /** Runs it. */
  public static void main(String[] args) {
    try (SparkSession spark = SparkSession.builder().appName("short query").getOrCreate()) {
      long groups =
          spark
              .range(0, 1_000, 1, 4)
              .selectExpr("id % 7 AS k", "id")
              .groupBy("k")
              .sum("id")
              .collectAsList()
              .size();
      System.out.println("groups: " + groups);
    }
  }
}
