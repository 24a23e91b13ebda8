package dev.redline.etl.extract;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.unix_date;
import static org.apache.spark.sql.functions.unix_micros;

import dev.redline.etl.InputError;
import dev.redline.etl.JobSpec.SourceColumn;
import dev.redline.etl.storage.PinnedFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Reads Parquet, columns by name. A column that has another type than the schema says goes through
 * its text, under the rules for text; texts come as bytes, so that their encoding can be checked.
 */
record ParquetRows(RowNormaliser normaliser) implements FlatMapFunction<Iterator<Row>, Row> {
  private static final long serialVersionUID = 1L;

  static Dataset<Row> read(SparkSession spark, RowNormaliser normaliser, InputFiles inputs) {
    // A file of no bytes, as an interrupted writer leaves it, has no footer to read.
    List<PinnedFile> files =
        inputs.files().stream().filter(file -> file.lengthBytes() > 0).toList();
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    Map<ParquetFormat, List<String>> formats = ParquetFormat.of(files, normaliser.schema(), hadoop);
    for (SourceColumn column : normaliser.schema()) {
      boolean isThere = formats.keySet().stream().anyMatch(format -> format.has(column.name()));
      if (!files.isEmpty() && !isThere && files.stream().noneMatch(file -> names(file, column))) {
        throw missing(column, inputs.pattern(), ParquetFormat.names(files.get(0), hadoop));
      }
    }
    StructType typed = Marks.typed(normaliser.schema());
    Dataset<Row> rows = spark.createDataFrame(List.of(), typed);
    boolean isFirst = true;
    for (var format : formats.entrySet()) {
      Dataset<Row> more =
          spark.createDataFrame(
              raw(spark, normaliser, format.getKey(), format.getValue())
                  .javaRDD()
                  .mapPartitions(new ParquetRows(normaliser)),
              typed);
      rows = isFirst ? more : rows.unionAll(more);
      isFirst = false;
    }
    return rows;
  }

  /** Files of one format, the schema's columns in its order; one that they lack is NULL. */
  private static Dataset<Row> raw(
      SparkSession spark, RowNormaliser normaliser, ParquetFormat format, List<String> paths) {
    Dataset<Row> files =
        spark
            .read()
            // Names are names here, and no patterns.
            .option("__globPaths__", "false")
            // Folders are read for columns only where the schema has them.
            .option("recursiveFileLookup", !isPartitioned(normaliser.schema(), format, paths))
            .schema(format.types())
            .parquet(paths.toArray(String[]::new));
    Map<String, DataType> found = new HashMap<>();
    for (StructField field : files.schema().fields()) {
      found.put(field.name(), field.dataType());
    }
    List<Column> selected = new ArrayList<>();
    for (SourceColumn column : normaliser.schema()) {
      DataType type = found.get(column.name());
      String name = '`' + column.name() + '`';
      if (type == null) {
        selected.add(lit(null).cast(DataTypes.BinaryType).as(column.name()));
      } else if (format.nanos().contains(column.name())) {
        String micros = "timestamp_micros((" + name + " - pmod(" + name + ", 1000)) div 1000)";
        selected.add(raw(column, expr(micros), DataTypes.TimestampType));
      } else {
        selected.add(raw(column, col(name), type));
      }
    }
    selected.add(col("_metadata.file_path"));
    selected.add(col("_metadata.row_index"));
    return files.select(selected.toArray(Column[]::new));
  }

  private static boolean isPartitioned(
      List<SourceColumn> schema, ParquetFormat format, List<String> paths) {
    return schema.stream()
        .filter(column -> !format.has(column.name()))
        .anyMatch(column -> paths.stream().anyMatch(path -> path.contains(folder(column))));
  }

  /** Whether a folder around a file has the column's name, as Hive and Spark write partitions. */
  private static boolean names(PinnedFile file, SourceColumn column) {
    return file.path().contains(folder(column));
  }

  private static String folder(SourceColumn column) {
    return "/" + column.name() + "=";
  }

  private static InputError missing(SourceColumn column, String pattern, List<String> names) {
    return new InputError(
        "schema names column "
            + column.name()
            + ", which the Parquet files of "
            + pattern
            + " do not have; they have "
            + String.join(", ", names));
  }

  private static Column raw(SourceColumn column, Column value, DataType type) {
    if (type instanceof StructType || type instanceof ArrayType || type instanceof MapType) {
      return to_json(value).cast(DataTypes.BinaryType);
    }
    if (type.equals(DataTypes.StringType)) {
      return value.cast(DataTypes.BinaryType);
    }
    if (!type.equals(DataType.fromDDL(column.type()))) {
      return type.equals(DataTypes.BinaryType) ? value : value.cast(DataTypes.StringType);
    }
    return switch (column.type()) {
      case "date" -> unix_date(value);
      case "timestamp" -> unix_micros(value);
      default -> value;
    };
  }

  @Override
  public Iterator<Row> call(Iterator<Row> rows) {
    return new Rows(rows, normaliser.task());
  }

  private record Rows(Iterator<Row> rows, RowNormaliser.Task normaliser) implements Iterator<Row> {
    @Override
    public boolean hasNext() {
      return rows.hasNext();
    }

    @Override
    public Row next() {
      Row row = rows.next();
      int columns = normaliser.columns();
      Object[] raw = new Object[columns];
      for (int i = 0; i < columns; i++) {
        raw[i] = row.get(i);
      }
      TypedRow typed = normaliser.normalise(raw);
      RejectReason reason = typed.reason();
      Object[] all = Arrays.copyOf(typed.values(), columns + Marks.ALL.size());
      all[columns] = reason == null ? null : reason.name();
      all[columns + 1] = typed.columns();
      all[columns + 2] = reason == null ? null : RawJson.of(normaliser, raw);
      all[columns + 4] = row.get(columns);
      all[columns + 5] = row.get(columns + 1);
      return RowFactory.create(all);
    }
  }
}
