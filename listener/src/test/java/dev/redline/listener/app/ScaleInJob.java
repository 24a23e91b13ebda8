package dev.redline.listener.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.sql.SparkSession;

/**
 * An application of one short and one long task, whose long one lasts until dynamic allocation took
 * an executor that had nothing left to do.
 */
public final class ScaleInJob {
  private static final int SHORT = 1;
  private static final int LONG = 2;
  private static final long PATIENCE_MS = 120_000;
  private static final long POLL_MS = 100;

  private ScaleInJob() {}

  /**
   * Runs it.
   *
   * @param args the folder for its marks, and the file that receives the result
   */
  public static void main(String[] args) throws Exception {
    String taken = Files.createDirectories(Path.of(args[0])).resolve("taken").toString();
    try (SparkSession spark = SparkSession.builder().appName("scale in").getOrCreate()) {
      CountDownLatch removed = new CountDownLatch(1);
      spark.sparkContext().addSparkListener(new Removals(removed));
      var numbers =
          JavaSparkContext.fromSparkContext(spark.sparkContext())
              .parallelize(List.of(SHORT, LONG), 2)
              .map(number -> number == SHORT ? number : await(Path.of(taken), number))
              .collectAsync();
      if (!removed.await(PATIENCE_MS, TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException("no executor was taken in " + PATIENCE_MS + " ms");
      }
      Files.createFile(Path.of(taken));
      int sum = numbers.get().stream().mapToInt(Integer::intValue).sum();
      Files.writeString(Path.of(args[1]), String.valueOf(sum));
    }
  }

  private static int await(Path mark, int number) throws IOException, InterruptedException {
    long limit = System.currentTimeMillis() + PATIENCE_MS;
    while (!Files.exists(mark)) {
      if (System.currentTimeMillis() > limit) {
        throw new IOException(mark + " did not appear in " + PATIENCE_MS + " ms");
      }
      Thread.sleep(POLL_MS);
    }
    return number;
  }

  private static final class Removals extends SparkListener {
    private final CountDownLatch removed;

    Removals(CountDownLatch removed) {
      this.removed = removed;
    }

    @Override
    public void onExecutorRemoved(SparkListenerExecutorRemoved event) {
      removed.countDown();
    }
  }
}
