package dev.redline.listener.app;

import static org.apache.spark.sql.functions.expr;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * An application that either finds the newest row of every key, which fills heaps with garbage and
 * is healthy, or keeps all that it reads until an executor's heap is exhausted.
 */
public final class MemoryJob {
  private static final long ROWS = 12_000_000;
  private static final int MEBIBYTE = 1 << 20;
  private static final long MEBIBYTES_KEPT = 4_000;
  private static final long MS_PER_MEBIBYTE = 90;

  private MemoryJob() {}

  /**
   * Runs it.
   *
   * @param args {@code dedupe} or {@code keep}
   */
  public static void main(String[] args) {
    try (SparkSession spark = SparkSession.builder().appName("memory").getOrCreate()) {
      if (args[0].equals("dedupe")) {
        dedupe(spark);
      } else {
        JavaSparkContext.fromSparkContext(spark.sparkContext())
            .parallelize(List.of(0), 1)
            .mapPartitions(MemoryJob::keep)
            .collect();
      }
    }
  }

  private static void dedupe(SparkSession spark) {
    spark
        .range(0, ROWS, 1, 6)
        .select(
            expr("pmod(hash(id), 3000000)").as("key"),
            expr("struct(id, concat('row ', repeat(cast(id as string), 6)))").as("row"))
        .groupBy("key")
        .agg(expr("max(row)").as("newest"))
        .select(expr("sum(length(newest.col2))"))
        .collectAsList();
  }

  private static Iterator<Integer> keep(Iterator<Integer> seeds) throws InterruptedException {
    List<byte[]> kept = new ArrayList<>();
    for (long i = 0; i < MEBIBYTES_KEPT; i++) {
      kept.add(new byte[MEBIBYTE - 64]);
      Thread.sleep(MS_PER_MEBIBYTE);
    }
    return Collections.singletonList(kept.size()).iterator();
  }
}
