package dev.redline.etl.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.redline.etl.LocalSpark;
import dev.redline.etl.storage.ParquetFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PinnedInputTest {
  private static final StructType SCHEMA =
      new StructType().add("k", DataTypes.LongType).add("n", DataTypes.LongType);
  private static final List<Row> ROWS =
      List.of(RowFactory.create(1L, 1L), RowFactory.create(1L, 2L), RowFactory.create(2L, 1L));

  private final SparkSession spark = LocalSpark.session();

  @TempDir Path folder;

  static Stream<Dedupe> family() {
    return Stream.of(new LocatorDedupe(1 << 20, ""), new WindowDedupe(2, true), new MaxByDedupe());
  }

  @ParameterizedTest
  @MethodSource("family")
  void noticesAFileThatWasReplacedWhileItWasRead(Dedupe dedupe) throws Exception {
    ParquetFolder input = InputFolder.write(spark, folder, SCHEMA, List.of(ROWS));
    Path file = folder.resolve("in/file-000.parquet");

    Deduped newest = dedupe.newest(spark, input, SCHEMA, new NewestPer(List.of("k"), List.of("n")));
    assertThat(newest.rows().collectAsList()).hasSize(2);
    Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000));

    assertThatThrownBy(() -> newest.afterWriting().get())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("changed or vanished between two readings")
        .hasMessageContaining("file-000.parquet");
    Files.delete(file);
    assertThatThrownBy(() -> newest.afterWriting().get()).hasMessageContaining("file-000.parquet");
  }

  @ParameterizedTest
  @MethodSource("family")
  void doesNotReadAFileThatAppearedLater(Dedupe dedupe) throws Exception {
    ParquetFolder input = InputFolder.write(spark, folder, SCHEMA, List.of(ROWS));
    Files.copy(folder.resolve("in/file-000.parquet"), folder.resolve("in/file-001.parquet"));

    Deduped newest = dedupe.newest(spark, input, SCHEMA, new NewestPer(List.of("k"), List.of("n")));

    assertThat(newest.rows().collectAsList()).hasSize(2);
    assertThat(newest.afterWriting().get()).isEqualTo(new DedupeCounts(3, 2));
  }
}
