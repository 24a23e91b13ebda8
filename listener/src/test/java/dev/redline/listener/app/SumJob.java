package dev.redline.listener.app;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.sum;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
    System.out.println("threads of the guard after the end: " + guardThreads());
  }

  /** Those that are still there a while after the context was stopped. */
  private static List<String> guardThreads() throws InterruptedException {
    List<String> names = List.of();
    for (int i = 0; i < 100; i++) {
      names =
          Thread.getAllStackTraces().keySet().stream()
              .map(Thread::getName)
              .filter(name -> name.startsWith("redline-"))
              .toList();
      if (names.isEmpty()) {
        break;
      }
      Thread.sleep(50);
    }
    return names;
  }
}
