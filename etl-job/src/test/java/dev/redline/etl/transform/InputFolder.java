package dev.redline.etl.transform;

import dev.redline.etl.storage.ParquetFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** Writes Parquet files whose rows lie in a known order. */
final class InputFolder {
  private InputFolder() {}

  /** A file for each list, in the order of the lists. */
  static ParquetFolder write(
      SparkSession spark, Path folder, StructType schema, List<List<Row>> files)
      throws IOException {
    Path in = Files.createDirectories(folder.resolve("in"));
    for (int i = 0; i < files.size(); i++) {
      Path one = folder.resolve("one-" + i);
      spark.createDataFrame(files.get(i), schema).coalesce(1).write().parquet(one.toString());
      try (Stream<Path> written = Files.list(one)) {
        Path part =
            written.filter(f -> f.toString().endsWith(".parquet")).findFirst().orElseThrow();
        Files.move(part, in.resolve("file-%03d.parquet".formatted(i)));
      }
    }
    return ParquetFolder.list(in.toString(), new Configuration());
  }
}
