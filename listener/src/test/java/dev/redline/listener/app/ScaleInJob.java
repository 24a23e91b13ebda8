package dev.redline.listener.app;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** An application that works, waits until dynamic allocation took its executors, and works on. */
public final class ScaleInJob {
  private static final long PATIENCE_MS = 60_000;
  private static final long POLL_MS = 100;

  private ScaleInJob() {}

  /**
   * Runs it.
   *
   * @param args the file that receives the result
   */
  public static void main(String[] args) throws Exception {
    try (SparkSession spark = SparkSession.builder().appName("scale in").getOrCreate()) {
      JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
      int before = sum(context);
      awaitScaleIn(context);
      Files.writeString(Path.of(args[0]), before + " " + sum(context));
    }
  }

  private static int sum(JavaSparkContext context) {
    return context
        .parallelize(List.of(1, 2, 3, 4), 4)
        .map(
            number -> {
              Thread.sleep(POLL_MS);
              return number;
            })
        .reduce(Integer::sum);
  }

  private static void awaitScaleIn(JavaSparkContext context) throws InterruptedException {
    long limit = System.currentTimeMillis() + PATIENCE_MS;
    // The driver counts itself.
    while (context.sc().statusTracker().getExecutorInfos().length > 1) {
      if (System.currentTimeMillis() > limit) {
        throw new IllegalStateException("no executor was taken in " + PATIENCE_MS + " ms");
      }
      Thread.sleep(POLL_MS);
    }
  }
}
