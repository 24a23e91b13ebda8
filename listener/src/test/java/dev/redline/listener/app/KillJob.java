package dev.redline.listener.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * An application whose two tasks kill the executors they run on, in turns, up to a number of kills;
 * in turns, so that Spark gives up after seven and not by chance after four.
 */
public final class KillJob {
  private static final int TASKS = 2;
  private static final long LIFE_MS = 500;
  private static final long POLL_MS = 50;

  private KillJob() {}

  /**
   * Runs it.
   *
   * @param args the folder for its marks, how many executors may be killed, and the file that
   *     receives the result
   */
  public static void main(String[] args) throws IOException {
    String marks = Files.createDirectories(Path.of(args[0])).toString();
    int kills = Integer.parseInt(args[1]);
    try (SparkSession spark = SparkSession.builder().appName("sigkill").getOrCreate()) {
      JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
      int sum =
          context
              .parallelize(List.of(0, 1), TASKS)
              .map(
                  task -> {
                    Thread.sleep(LIFE_MS);
                    if (awaitTurn(task, Path.of(marks), kills)) {
                      Sigkill.thisProcess();
                    }
                    return task + 1;
                  })
              .reduce(Integer::sum);
      Files.writeString(Path.of(args[2]), String.valueOf(sum));
    }
  }

  /**
   * Whether it is this task's turn to kill, after waiting for it; false when all kills are done.
   */
  private static boolean awaitTurn(int task, Path marks, int kills)
      throws IOException, InterruptedException {
    int done = count(marks);
    while (done < kills && done % TASKS != task) {
      Thread.sleep(POLL_MS);
      done = count(marks);
    }
    if (done < kills) {
      Files.createFile(marks.resolve("kill-" + done));
    }
    return done < kills;
  }

  private static int count(Path marks) throws IOException {
    try (Stream<Path> files = Files.list(marks)) {
      return (int) files.count();
    }
  }
}
