package dev.redline.etl.transform;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.udf;

import dev.redline.etl.storage.ParquetFolder;
import dev.redline.etl.storage.ParquetFolder.ParquetFile;
import java.util.HashMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Numbers the rows of a folder from 0, file after file in the order of names: a row's number is its
 * place, and a later row has a larger one. The place is the same on every cluster and however a
 * file is split between tasks.
 *
 * <p>Needs Spark 3.5 or newer ({@code _metadata.row_index}) and Spark's built-in Parquet source.
 */
final class RowPlaces {
  private static final Column FILE_NAME = col("_metadata.file_name");
  private static final Column ROW_INDEX = col("_metadata.row_index");

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
    return udf(new FirstPlace(firstPlaces()), DataTypes.LongType).apply(FILE_NAME).plus(ROW_INDEX);
  }

  /** Those of {@link #rows()} that stay. */
  Dataset<Row> surviving(WinnerBits bits) {
    Column survives =
        udf(new Survives(new FirstPlace(firstPlaces()), bits), DataTypes.BooleanType)
            .apply(FILE_NAME, ROW_INDEX);
    return rows().filter(survives);
  }

  private HashMap<String, Long> firstPlaces() {
    HashMap<String, Long> places = new HashMap<>();
    long next = 0;
    for (ParquetFile file : input.files()) {
      places.put(file.name(), next);
      next += file.rows();
    }
    return places;
  }

  /** The place of a file's first row. Remembers the last answer: a task reads file after file. */
  private static final class FirstPlace implements UDF1<String, Long> {
    private static final long serialVersionUID = 1L;

    private final HashMap<String, Long> places;
    private transient volatile @Nullable Answer last;

    private record Answer(String file, Long place) {}

    FirstPlace(HashMap<String, Long> places) {
      this.places = places;
    }

    @Override
    public Long call(String file) {
      Answer answer = last;
      if (answer == null || !answer.file().equals(file)) {
        Long place = places.get(file);
        if (place == null) {
          throw new IllegalStateException("Spark read a file which was not listed: " + file);
        }
        answer = new Answer(file, place);
        last = answer;
      }
      return answer.place();
    }
  }

  /** Looks a row's place up in the bitmaps. */
  private record Survives(FirstPlace first, WinnerBits bits)
      implements UDF2<String, Long, Boolean> {
    private static final long serialVersionUID = 1L;

    @Override
    public Boolean call(String file, Long rowIndex) {
      return bits.contains(first.call(file) + rowIndex);
    }
  }
}
