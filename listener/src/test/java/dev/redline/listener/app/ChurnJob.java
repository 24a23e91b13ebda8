package dev.redline.listener.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.HashPartitioner;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import scala.Tuple2;

/**
 * An application that loses an executor with shuffle files whenever another one reads them: of the
 * two tasks that read, the one on the older executor kills it as soon as both run.
 *
 * <p>Needs two executors of one core, and settings that make readers ask for one block at a time.
 */
public final class ChurnJob {
  private static final int MAPS = 8;
  private static final int READERS = 2;
  private static final long PATIENCE_MS = 60_000;
  private static final long POLL_MS = 50;

  /** Long enough for the other process to be gone. */
  private static final long LIFE_AFTER_MS = 1_000;

  private ChurnJob() {}

  /**
   * Runs it.
   *
   * @param args the folder for its marks
   */
  public static void main(String[] args) throws IOException {
    String marks = Files.createDirectories(Path.of(args[0])).toString();
    try (SparkSession spark = SparkSession.builder().appName("stage churn").getOrCreate()) {
      JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
      List<Integer> numbers = IntStream.range(0, MAPS * READERS).boxed().toList();
      context
          .parallelize(numbers, MAPS)
          .mapPartitions(some -> shareMaps(some, Path.of(marks)))
          .mapToPair(number -> new Tuple2<>(number % READERS, number))
          .partitionBy(new HashPartitioner(READERS))
          .mapPartitions(pairs -> read(pairs, Path.of(marks)))
          .collect();
    }
  }

  /**
   * Makes both executors write two shuffle files at the beginning, and one more whenever lost ones
   * are written again: a reader has one block in flight before the executor that it comes from is
   * killed, and would get by without a second one.
   */
  private static Iterator<Integer> shareMaps(Iterator<Integer> numbers, Path marks)
      throws IOException, InterruptedException {
    TaskContext task = TaskContext.get();
    int attempt = task.stageAttemptNumber();
    int share = attempt == 0 ? 2 : 1;
    Path maps = Files.createDirectories(marks.resolve("maps-" + attempt));
    String executor = SparkEnv.get().executorId();
    Files.writeString(maps.resolve(executor + "-" + task.taskAttemptId()), "");
    long mine = Math.min(share, mapsByExecutor(maps).get(executor));
    awaitUntil(
        () -> mapsByExecutor(maps).values().stream().filter(count -> count >= mine).count() > 1,
        "no second executor writes in " + maps);
    return numbers;
  }

  private static Map<String, Long> mapsByExecutor(Path maps) throws IOException {
    return list(maps).stream()
        .collect(Collectors.groupingBy(mark -> mark.split("-")[0], Collectors.counting()));
  }

  private static Iterator<Integer> read(Iterator<Tuple2<Integer, Integer>> pairs, Path marks)
      throws IOException, InterruptedException {
    if (isOldestReader(marks.resolve("attempt-" + TaskContext.get().stageAttemptNumber()))) {
      Sigkill.thisProcess();
    }
    Thread.sleep(LIFE_AFTER_MS);
    int sum = 0;
    while (pairs.hasNext()) {
      sum += pairs.next()._2();
    }
    return List.of(sum).iterator();
  }

  /** Waits for the other reader of this attempt of the stage, then compares. */
  private static boolean isOldestReader(Path attempt) throws IOException, InterruptedException {
    int executor = Integer.parseInt(SparkEnv.get().executorId());
    Files.createDirectories(attempt);
    Files.writeString(attempt.resolve(String.valueOf(executor)), "");
    awaitUntil(() -> readers(attempt).size() >= READERS, "no second executor reads in " + attempt);
    return readers(attempt).stream().min(Integer::compare).orElseThrow() == executor;
  }

  private interface Condition {
    boolean holds() throws IOException;
  }

  private static void awaitUntil(Condition condition, String otherwise)
      throws IOException, InterruptedException {
    long limit = System.currentTimeMillis() + PATIENCE_MS;
    while (!condition.holds()) {
      if (System.currentTimeMillis() > limit) {
        throw new IllegalStateException(otherwise);
      }
      Thread.sleep(POLL_MS);
    }
  }

  private static List<Integer> readers(Path attempt) throws IOException {
    return list(attempt).stream().map(Integer::valueOf).toList();
  }

  private static List<String> list(Path folder) throws IOException {
    try (Stream<Path> marks = Files.list(folder)) {
      return marks.map(mark -> mark.getFileName().toString()).toList();
    }
  }
}
