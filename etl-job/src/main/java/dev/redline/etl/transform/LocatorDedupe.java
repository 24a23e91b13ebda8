package dev.redline.etl.transform;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.xxhash64;

import dev.redline.etl.storage.ParquetFolder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Dedupe by late materialisation: only key, ordering and the place of a row (its file and its
 * number in the file) are shuffled. The places of the winners come to the driver as bitmaps, and a
 * second, map-only reading keeps the rows whose bit is set. The wide rows never cross the network.
 *
 * <p>Needs Spark 3.5 or newer ({@code _metadata.row_index}, bitmap functions) and Spark's built-in
 * Parquet source.
 */
public final class LocatorDedupe implements Dedupe {
  /** Bits, hence rows, that fit into 256 MiB of the driver and of each executor. */
  private static final long MAX_ROWS = 256L * 1024 * 1024 * 8;

  private static final Column FILE = xxhash64(col("_metadata.file_name"));
  private static final Column ROW = col("_metadata.row_index");

  @Override
  public Deduped newest(
      SparkSession spark, ParquetFolder input, StructType schema, NewestPer rule) {
    if (input.rows() > MAX_ROWS) {
      throw new IllegalStateException(
          "the input has "
              + input.rows()
              + " good rows, more than the "
              + MAX_ROWS
              + " whose bitmaps fit in memory: load it in several runs");
    }
    requireDistinctHashes(spark, input);
    Dataset<Row> rows = spark.read().schema(schema).parquet(input.path());
    List<Row> bitmaps = bitmaps(winners(rows, rule)).collectAsList();
    SurvivingRows surviving = new SurvivingRows();
    long inputRows = 0;
    long keptRows = 0;
    for (Row bitmap : bitmaps) {
      surviving.add(
          bitmap.getLong(0), Math.toIntExact(bitmap.getLong(1) - 1), bitmap.<byte[]>getAs(2));
      inputRows += bitmap.getLong(3);
      keptRows += bitmap.getLong(4);
    }
    return new Deduped(surviving(spark, rows, surviving), inputRows, keptRows);
  }

  /** One row per key: the place of its newest row, and how many rows it had. */
  private static Dataset<Row> winners(Dataset<Row> rows, NewestPer rule) {
    List<Column> candidate = new ArrayList<>();
    for (int i = 0; i < rule.ordering().size(); i++) {
      candidate.add(quoted(rule.ordering().get(i)).as("o" + i));
    }
    candidate.add(FILE.as("file"));
    candidate.add(ROW.as("row"));
    Column[] key = rule.key().stream().map(LocatorDedupe::quoted).toArray(Column[]::new);
    return rows.groupBy(key)
        .agg(max(struct(candidate.toArray(Column[]::new))).as("newest"), count(lit(1)).as("n"))
        // Spark's bitmap functions count from 1.
        .select(col("newest.file").as("file"), expr("newest.row + 1").as("row"), col("n"));
  }

  private static Dataset<Row> bitmaps(Dataset<Row> winners) {
    return winners
        .groupBy(col("file"), expr("bitmap_bucket_number(row)").as("bucket"))
        .agg(expr("bitmap_construct_agg(bitmap_bit_position(row))"), sum(col("n")), count(lit(1)));
  }

  private static Dataset<Row> surviving(
      SparkSession spark, Dataset<Row> rows, SurvivingRows surviving) {
    Broadcast<SurvivingRows> shared =
        JavaSparkContext.fromSparkContext(spark.sparkContext()).broadcast(surviving);
    Column survives = udf(new Survives(shared), DataTypes.BooleanType).apply(FILE, ROW);
    return rows.filter(survives);
  }

  /** Two files with one hash would share their bits; Spark computes the hashes on the driver. */
  private static void requireDistinctHashes(SparkSession spark, ParquetFolder input) {
    List<Row> names = input.files().stream().map(file -> RowFactory.create(file.name())).toList();
    StructType schema = new StructType().add("name", DataTypes.StringType);
    Set<Long> hashes = new HashSet<>();
    for (Row row :
        spark.createDataFrame(names, schema).select(xxhash64(col("name"))).collectAsList()) {
      if (!hashes.add(row.getLong(0))) {
        throw new IllegalStateException(
            "two files of " + input.path() + " have names with the same hash: start the run again");
      }
    }
  }

  private static Column quoted(String name) {
    return col('`' + name + '`');
  }

  /** Looks a row's place up in the bitmaps. */
  private record Survives(Broadcast<SurvivingRows> rows) implements UDF2<Long, Long, Boolean> {
    private static final long serialVersionUID = 1L;

    @Override
    public Boolean call(Long file, Long row) {
      return rows.value().contains(file, row);
    }
  }
}
