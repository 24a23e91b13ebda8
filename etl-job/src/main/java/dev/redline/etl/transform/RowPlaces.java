package dev.redline.etl.transform;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.udf;

import dev.redline.etl.storage.ParquetFolder;
import dev.redline.etl.storage.ParquetFolder.ParquetFile;
import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Gives every row of a folder a number of its own, its place: the number of its file in the order
 * of names, and its number in the file. A later row has a larger place. The number is the same on
 * every cluster and however a file is split between tasks.
 *
 * <p>Needs Spark 3.5 or newer ({@code _metadata.row_index}) and Spark's built-in Parquet source.
 */
final class RowPlaces {
  /** Bits for the row's number: 137 billion rows per file, 67 million files. */
  static final int ROW_BITS = 37;

  private final SparkSession spark;
  private final ParquetFolder input;
  private final StructType schema;

  RowPlaces(SparkSession spark, ParquetFolder input, StructType schema) {
    this.spark = spark;
    this.input = input;
    this.schema = schema;
  }

  /** The rows of exactly the listed files. */
  Dataset<Row> rows() {
    String[] paths =
        input.files().stream().map(file -> input.path() + "/" + file.name()).toArray(String[]::new);
    return spark.read().schema(schema).parquet(paths);
  }

  /** A column of {@link #rows()}: the place of the row. */
  Column place() {
    return udf(new FirstPlace(firstPlaces(input.files())), DataTypes.LongType)
        .apply(col("_metadata.file_name"))
        .plus(col("_metadata.row_index"));
  }

  private static Map<String, Long> firstPlaces(List<ParquetFile> files) {
    Map<String, Long> places = new HashMap<>();
    List<String> names = files.stream().map(ParquetFile::name).sorted().toList();
    for (int i = 0; i < names.size(); i++) {
      places.put(names.get(i), (long) i << ROW_BITS);
    }
    return places;
  }

  /** The place of a file's first row. Remembers the last answer: a task reads file after file. */
  private static final class FirstPlace implements UDF1<String, Long> {
    private static final long serialVersionUID = 1L;

    private final HashMap<String, Long> places;
    private transient volatile @Nullable Answer last;

    private record Answer(String file, Long place) implements Serializable {}

    FirstPlace(Map<String, Long> places) {
      this.places = new HashMap<>(places);
    }

    @Override
    public Long call(String file) {
      Answer answer = last;
      if (answer == null || !answer.file().equals(file)) {
        Long place = places.get(file);
        if (place == null) {
          throw new IllegalStateException("Spark read " + file + ", which was not listed");
        }
        answer = new Answer(file, place);
        last = answer;
      }
      return answer.place();
    }
  }
}
