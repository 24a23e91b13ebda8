package dev.redline.etl.transform;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.xxhash64;

import dev.redline.etl.storage.ParquetFolder;
import dev.redline.etl.storage.ParquetFolder.ParquetFile;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
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
    return udf(new FirstPlace(firstPlaces()), DataTypes.LongType)
        .apply(fileHash())
        .plus(rowIndex());
  }

  /** Those of {@link #rows()} that stay. */
  Dataset<Row> surviving(WinnerBits bits) {
    Column survives =
        udf(new Survives(new FirstPlace(firstPlaces()), bits), DataTypes.BooleanType)
            .apply(fileHash(), rowIndex());
    return rows().filter(survives);
  }

  private static Column fileHash() {
    return xxhash64(col("_metadata.file_name"));
  }

  private static Column rowIndex() {
    return col("_metadata.row_index");
  }

  /** By the hash of a file's name, which is cheaper to hand over with every row than the name. */
  private Map<Long, Long> firstPlaces() {
    Map<String, Long> hashes = hashes();
    Map<Long, Long> places = new HashMap<>();
    long next = 0;
    for (ParquetFile file : input.files()) {
      if (places.put(hashes.get(file.name()), next) != null) {
        throw new IllegalStateException(
            "two files of " + input.path() + " have names of one hash; rename " + file.name());
      }
      next += file.rows();
    }
    return places;
  }

  private Map<String, Long> hashes() {
    Map<String, Long> hashes = new HashMap<>();
    spark
        .createDataset(input.files().stream().map(ParquetFile::name).toList(), Encoders.STRING())
        .select(col("value"), xxhash64(col("value")))
        .collectAsList()
        .forEach(row -> hashes.put(row.getString(0), row.getLong(1)));
    return hashes;
  }

  /** The place of a file's first row. Remembers the last answer: a task reads file after file. */
  private static final class FirstPlace implements UDF1<Long, Long> {
    private static final long serialVersionUID = 1L;

    private final HashMap<Long, Long> places;
    private transient volatile @Nullable Answer last;

    private record Answer(long file, Long place) {}

    FirstPlace(Map<Long, Long> places) {
      this.places = new HashMap<>(places);
    }

    @Override
    public Long call(Long file) {
      Answer answer = last;
      if (answer == null || answer.file() != file) {
        Long place = places.get(file);
        if (place == null) {
          throw new IllegalStateException("Spark read a file which was not listed");
        }
        answer = new Answer(file, place);
        last = answer;
      }
      return answer.place();
    }
  }

  /** Looks a row's place up in the bitmaps. */
  private record Survives(FirstPlace first, WinnerBits bits) implements UDF2<Long, Long, Boolean> {
    private static final long serialVersionUID = 1L;

    @Override
    public Boolean call(Long file, Long rowIndex) {
      return bits.contains(first.call(file) + rowIndex);
    }
  }
}
