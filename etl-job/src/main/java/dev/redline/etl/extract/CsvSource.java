package dev.redline.etl.extract;

import static org.apache.spark.sql.functions.col;

import dev.redline.etl.JobSpec;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Reads CSV as text, every column a string, so that no parser decides alone that a value is
 * missing. A line with too many or too few fields arrives whole in {@link #LINE}; for good lines
 * that is NULL.
 */
final class CsvSource {
  static final String LINE = "_redline_line";
  static final String FILE = "_redline_file";

  private CsvSource() {}

  static Dataset<Row> read(SparkSession spark, JobSpec spec, InputFiles inputs) {
    StructType schema = new StructType();
    List<Column> columns = new ArrayList<>();
    for (JobSpec.SourceColumn column : spec.schema()) {
      schema = schema.add(column.name(), DataTypes.StringType);
      columns.add(col('`' + column.name() + '`'));
    }
    columns.add(col(LINE));
    columns.add(col("_metadata.file_path").as(FILE));
    return spark
        .read()
        .schema(schema.add(LINE, DataTypes.StringType))
        .option("header", spec.source().csv().header())
        .option("nullValue", spec.source().csv().nullToken())
        .option("mode", "PERMISSIVE")
        .option("columnNameOfCorruptRecord", LINE)
        // Names are compared, not only counted; see CsvHeader.
        .option("enforceSchema", false)
        // With pruning, which lines count as malformed depends on the columns a query reads.
        .option("columnPruning", false)
        .csv(inputs.paths())
        .select(columns.toArray(Column[]::new));
  }
}
