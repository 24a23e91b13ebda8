package dev.redline.etl.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.redline.etl.LocalSpark;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowGroupSizeTest {
  private static final long MIB = 1024L * 1024;

  /** The worker types of Glue keep Parquet's default; small heaps get small groups. */
  @ParameterizedTest
  @CsvSource({
    "10240, 4, 128",
    "20480, 8, 128",
    "40960, 16, 128",
    "4096, 4, 102",
    "1024, 2, 51",
    "640, 2, 32",
    "512, 16, 8"
  })
  void isATenthOfATasksHeapWithinBounds(long heapMib, int tasks, long groupMib) {
    assertThat(RowGroupSize.bytes(heapMib * MIB, tasks) / MIB).isEqualTo(groupMib);
  }

  /** Memory without a unit is in MiB to Spark; where cores are not given, all may be in one. */
  @ParameterizedTest
  @CsvSource({"2048, 4, 51", "10g, 4, 128", "512, , 25", ", , 51"})
  void isForTheExecutorsThatTheSettingsAskFor(
      @Nullable String memory, @Nullable String cores, long groupMib) {
    SparkConf conf = new SparkConf(false);
    if (memory != null) {
      conf.set("spark.executor.memory", memory);
    }
    if (cores != null) {
      conf.set("spark.executor.cores", cores);
    }

    assertThat(RowGroupSize.bytes(conf, 2) / MIB).isEqualTo(groupMib);
  }

  @Test
  void isForTheHeapOfThisProcessWhereThisIsTheExecutor() {
    SparkContext spark = LocalSpark.session().sparkContext();

    assertThat(RowGroupSize.bytes(spark))
        .isEqualTo(
            RowGroupSize.bytes(Runtime.getRuntime().maxMemory(), spark.defaultParallelism()));
  }

  @Test
  void isTheUsersOwnWhereOneIsSet() {
    SparkContext spark = LocalSpark.session().sparkContext();
    Configuration hadoop = spark.hadoopConfiguration();
    hadoop.set(RowGroupSize.SETTING, "1m");
    try {
      assertThat(RowGroupSize.bytes(spark)).isEqualTo(MIB);
    } finally {
      hadoop.unset(RowGroupSize.SETTING);
    }
  }
}
