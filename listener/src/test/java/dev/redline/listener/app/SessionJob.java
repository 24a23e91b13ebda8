package dev.redline.listener.app;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.VoidFunction;
import org.apache.spark.sql.SparkSession;

/**
 * A session of many jobs: some succeed, some fail for errors in their code, two lose an executor
 * that crashed or was killed, and go on; the last one is doomed.
 */
public final class SessionJob {
  private static final int ROUNDS = 4;

  private SessionJob() {}

  /**
   * Runs it.
   *
   * @param args a folder for marks
   */
  public static void main(String[] args) {
    try (SparkSession session = SparkSession.builder().appName("session").getOrCreate()) {
      JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
      for (int round = 0; round < ROUNDS; round++) {
        spark.parallelize(List.of(1, 2, 3), 3).count();
        fail(spark);
        System.out.println("round " + round);
      }
      dieOnce(spark, args[0] + "/crashed", 134);
      dieOnce(spark, args[0] + "/exhausted", 52);
      System.out.println("survived");
      VoidFunction<Integer> death = n -> Runtime.getRuntime().halt(52);
      spark.parallelize(List.of(1), 1).foreach(death);
    }
  }

  private static void fail(JavaSparkContext spark) {
    VoidFunction<Integer> error =
        n -> {
          throw new IllegalArgumentException("a bug in the job's own code");
        };
    try {
      spark.parallelize(List.of(1, 2), 2).foreach(error);
      throw new IllegalStateException("the job did not fail");
    } catch (Exception e) {
      System.out.println("failed as it should: " + e.getClass().getSimpleName());
    }
  }

  private static void dieOnce(JavaSparkContext spark, String mark, int exitCode) {
    VoidFunction<Integer> death =
        n -> {
          if (Files.notExists(Path.of(mark))) {
            Files.createFile(Path.of(mark));
            Runtime.getRuntime().halt(exitCode);
          }
        };
    spark.parallelize(List.of(1), 1).foreach(death);
  }
}
