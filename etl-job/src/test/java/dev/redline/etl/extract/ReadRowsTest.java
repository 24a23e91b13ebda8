package dev.redline.etl.extract;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.udf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.redline.etl.LocalSpark;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadRowsTest {
  private static final int ROWS = 1_000;

  @TempDir Path folder;

  @Test
  void countsARowOnceWhenItsTaskWasTriedTwice() throws Exception {
    SparkSession spark = LocalSpark.session();
    for (int file = 0; file < 2; file++) {
      Files.writeString(
          folder.resolve("in" + file + ".csv"),
          IntStream.range(0, ROWS / 2).mapToObj(i -> i + "\n").collect(Collectors.joining()));
    }
    ReadRows reads = new ReadRows("a step");
    spark.sparkContext().addSparkListener(reads);
    spark.sparkContext().setLocalProperty(ReadRows.PROPERTY, "a step");

    spark
        .read()
        .schema("n string")
        .csv(folder + "/in0.csv", folder + "/in1.csv")
        .select(udf(new FailsLateOnce(), DataTypes.StringType).apply(col("n")).as("n"))
        .write()
        .parquet(folder + "/out");
    spark.sparkContext().setLocalProperty(ReadRows.PROPERTY, null);
    spark.range(50).write().parquet(folder + "/other");

    assertThat(reads.sum()).hasValue(ROWS);
    spark.sparkContext().removeSparkListener(reads);
  }

  private static final class FailsLateOnce implements UDF1<String, String>, Serializable {
    private static final long serialVersionUID = 1L;

    @Override
    public String call(String value) {
      if (value.equals("400") && TaskContext.get().attemptNumber() == 0) {
        throw new IllegalStateException("the first attempt fails after most rows were read");
      }
      return value;
    }
  }
}
