package dev.redline.etl.tally;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.udf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.redline.etl.LocalSpark;
import java.io.File;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.shuffle.FetchFailedException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;

class RowTallyTest {
  private static final long ROWS = 1_000;

  private final SparkSession spark = LocalSpark.session();
  private final RowTally tally = RowTally.register(spark, "rows");

  private Dataset<Row> rows() {
    return spark.range(0, ROWS, 1, 3).toDF("n");
  }

  @Test
  void countsRowsOfAllPartitions() {
    assertThat(tally.counting(rows()).collectAsList()).hasSize((int) ROWS);
    assertThat(tally.sum()).isEqualTo(ROWS);
  }

  @Test
  void countsAPartitionOnceWhenItsTaskFailsAfterItsRowsWereCounted() {
    Dataset<Row> failing =
        tally.counting(rows()).filter(udf(new FailsOnce(), DataTypes.BooleanType).apply(col("n")));

    assertThat(failing.collectAsList()).hasSize((int) ROWS);
    assertThat(tally.sum()).isEqualTo(ROWS);
  }

  @Test
  void countsAPartitionOnceWhenItsStageIsRunAgain() {
    RowTally after = RowTally.register(spark, "rows after the shuffle");
    Dataset<Row> refetching =
        after
            .counting(tally.counting(rows()).repartition(3, col("n")))
            .filter(udf(new LosesAShuffleOnce(), DataTypes.BooleanType).apply(col("n")));

    assertThat(refetching.collectAsList()).hasSize((int) ROWS);
    assertThat(tally.sum()).isEqualTo(ROWS);
    assertThat(after.sum()).isEqualTo(ROWS);
  }

  @Test
  void countsRowsOnceWhenAGlobalSortSamplesThem() {
    assertThat(tally.counting(rows()).orderBy(col("n").desc()).collectAsList()).hasSize((int) ROWS);
    assertThat(tally.sum()).isEqualTo(ROWS);
  }

  /** As an executor's heartbeat does while a task counts. */
  @Test
  void losesNoRowWhenAnotherThreadReadsWhileATaskCounts() throws Exception {
    RowTally counting = new RowTally();
    AtomicBoolean done = new AtomicBoolean();
    Thread heartbeat =
        new Thread(
            () -> {
              while (!done.get()) {
                counting.value();
                counting.isZero();
              }
            });
    heartbeat.start();
    long rows = 20_000_000;
    for (long row = 0; row < rows; row++) {
      counting.add(7);
    }
    done.set(true);
    heartbeat.join();
    assertThat(counting.sum()).isEqualTo(rows);
  }

  private static final class FailsOnce implements UDF1<Long, Boolean>, Serializable {
    private static final long serialVersionUID = 1L;

    @Override
    public Boolean call(Long n) {
      if (n == 300 && TaskContext.get().attemptNumber() == 0) {
        throw new IllegalStateException("the first attempt fails");
      }
      return true;
    }
  }

  /** Tells Spark that a shuffle file is gone, as a dying executor would. */
  private static final class LosesAShuffleOnce implements UDF1<Long, Boolean>, Serializable {
    private static final long serialVersionUID = 1L;

    @Override
    public Boolean call(Long n) {
      if (n == 300 && TaskContext.get().stageAttemptNumber() == 0) {
        throw new UncheckedFetchFailure(
            new FetchFailedException(
                SparkEnv.get().blockManager().blockManagerId(),
                newestShuffle(),
                TaskContext.get().partitionId(),
                0,
                TaskContext.get().partitionId(),
                "gone",
                null));
      }
      return true;
    }
  }

  private static int newestShuffle() {
    return Arrays.stream(SparkEnv.get().blockManager().diskBlockManager().localDirs())
        .flatMap(RowTallyTest::names)
        .filter(name -> name.startsWith("shuffle_"))
        .mapToInt(name -> Integer.parseInt(name.split("_")[1]))
        .max()
        .orElseThrow();
  }

  private static Stream<String> names(File folder) {
    try (Stream<Path> files = Files.walk(folder.toPath())) {
      return files.map(file -> file.getFileName().toString()).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class UncheckedFetchFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UncheckedFetchFailure(Throwable cause) {
      super(cause);
    }
  }
}
