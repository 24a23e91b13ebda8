package dev.redline.listener.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** An application whose tasks kill the executor they run on, up to a number of kills. */
public final class KillJob {
  private static final long LIFE_MS = 500;

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
              .parallelize(List.of(1, 2), 2)
              .map(
                  number -> {
                    Thread.sleep(LIFE_MS);
                    if (mayKill(Path.of(marks), kills)) {
                      Sigkill.thisProcess();
                    }
                    return number;
                  })
              .reduce(Integer::sum);
      Files.writeString(Path.of(args[2]), String.valueOf(sum));
    }
  }

  /** Takes one of the kills that are left; no two tasks take the same. */
  private static boolean mayKill(Path marks, int kills) {
    for (int i = 0; i < kills; i++) {
      try {
        Files.createFile(marks.resolve("kill-" + i));
        return true;
      } catch (FileAlreadyExistsException e) {
        // Taken by an earlier task.
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return false;
  }
}
