package dev.redline.listener.app;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * An application whose task needs more heap than an executor has. One task, so that executors die
 * one after another: where two die at once, it depends on how soon Spark's events follow each other
 * which rule sees it first.
 *
 * <p>The task asks for it in a thread of its own, and so runs until its executor is gone. Were it
 * to fail before, the driver would offer the executor's core again; Spark 4 counts a task that an
 * executor on its way out rejects as failed, and four of those within milliseconds end the job.
 */
public final class HeapHogJob {
  private static final int MORE_THAN_AN_EXECUTOR_HAS_BYTES = 1_600_000_000;

  private HeapHogJob() {}

  /** Runs it. */
  public static void main(String[] args) {
    try (SparkSession spark = SparkSession.builder().appName("heap hog").getOrCreate()) {
      JavaSparkContext.fromSparkContext(spark.sparkContext())
          .parallelize(List.of(1), 1)
          .map(HeapHogJob::allocate)
          .collect();
    }
  }

  private static int allocate(int number) throws InterruptedException {
    AtomicInteger length = new AtomicInteger();
    Thread hog =
        new Thread(
            () -> length.set(new byte[MORE_THAN_AN_EXECUTOR_HAS_BYTES + number].length), "hog");
    hog.start();
    hog.join();
    return length.get();
  }
}
