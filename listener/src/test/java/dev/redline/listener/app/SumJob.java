package dev.redline.listener.app;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.sum;

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** A healthy application: groups numbers through a shuffle and writes the result to a file. */
public final class SumJob {
  private SumJob() {}

  /**
   * Runs it.
   *
   * @param args the file that receives the result
   */
  public static void main(String[] args) throws Exception {
    try (SparkSession spark = SparkSession.builder().appName("sum").getOrCreate()) {
      Dataset<Row> sums =
          spark
              .range(0, 2_000_000, 1, 8)
              .toDF("n")
              .groupBy(col("n").mod(1000).as("k"))
              .sum("n")
              .agg(sum("sum(n)"));
      Files.writeString(Path.of(args[0]), sums.head().get(0).toString());
    }
  }
}
