package dev.redline.etl.extract;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.to_json;

import dev.redline.etl.InputError;
import dev.redline.etl.JobSpec.SourceColumn;
import dev.redline.etl.storage.PinnedFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
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
    String[] paths =
        inputs.files().stream()
            .filter(file -> file.lengthBytes() > 0)
            .map(PinnedFile::path)
            .toArray(String[]::new);
    StructType typed = Marks.typed(normaliser.schema());
    if (paths.length == 0) {
      return spark.createDataFrame(List.of(), typed);
    }
    Dataset<Row> files = spark.read().option("mergeSchema", true).parquet(paths);
    Map<String, DataType> found = new HashMap<>();
    for (StructField field : files.schema().fields()) {
      found.put(field.name(), field.dataType());
    }
    List<Column> selected = new ArrayList<>();
    for (SourceColumn column : normaliser.schema()) {
      selected.add(raw(column, found, inputs.pattern()));
    }
    selected.add(col("_metadata.file_path"));
    selected.add(col("_metadata.row_index"));
    return spark.createDataFrame(
        files
            .select(selected.toArray(Column[]::new))
            .javaRDD()
            .mapPartitions(new ParquetRows(normaliser)),
        typed);
  }

  private static Column raw(SourceColumn column, Map<String, DataType> found, String pattern) {
    String name = '`' + column.name() + '`';
    DataType type = found.get(column.name());
    if (type == null) {
      throw new InputError(
          "schema names column "
              + column.name()
              + ", which the Parquet files of "
              + pattern
              + " do not have; they have "
              + String.join(", ", found.keySet().stream().sorted().toList()));
    }
    if (type instanceof StructType || type instanceof ArrayType || type instanceof MapType) {
      return to_json(col(name)).cast(DataTypes.BinaryType);
    }
    if (type.equals(DataTypes.StringType)) {
      return col(name).cast(DataTypes.BinaryType);
    }
    if (!type.equals(DataType.fromDDL(column.type()))) {
      return type.equals(DataTypes.BinaryType) ? col(name) : col(name).cast(DataTypes.StringType);
    }
    return switch (column.type()) {
      case "date" -> expr("unix_date(" + name + ")");
      case "timestamp" -> expr("unix_micros(" + name + ")");
      default -> col(name);
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
