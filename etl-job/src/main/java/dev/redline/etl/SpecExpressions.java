package dev.redline.etl;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;

import dev.redline.etl.JobSpec.SourceColumn;
import dev.redline.etl.JobSpec.TargetColumn;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/** Lets Spark analyse the expressions of a spec before any work is done. */
final class SpecExpressions {
  private SpecExpressions() {}

  /**
   * Analyses each expression over an empty table of the source's columns.
   *
   * @throws InputError with all expressions Spark does not understand
   */
  static void check(SparkSession spark, JobSpec spec) {
    StructType schema = new StructType();
    for (SourceColumn column : spec.schema()) {
      schema = schema.add(column.name(), DataType.fromDDL(column.type()));
    }
    Dataset<Row> empty = spark.createDataFrame(List.of(), schema);
    List<String> problems = new ArrayList<>();
    List<TargetColumn> columns = spec.target().columns();
    for (int i = 0; i < columns.size(); i++) {
      String problem = problem(empty, columns.get(i));
      if (!problem.isEmpty()) {
        problems.add(
            "target.columns["
                + i
                + "].expression is '"
                + columns.get(i).expression()
                + "': "
                + problem);
      }
    }
    if (!problems.isEmpty()) {
      throw new InputError(
          "job spec "
              + spec.name()
              + " has "
              + problems.size()
              + " problem(s):\n  "
              + String.join("\n  ", problems));
    }
  }

  /** All columns are selected beside the expression, so that an aggregate is refused as well. */
  private static String problem(Dataset<Row> source, TargetColumn column) {
    try {
      Dataset<Row> selected =
          source.select(col("*"), expr(column.expression()).as("_redline_value"));
      selected.select(expr("try_cast(_redline_value AS " + column.type().sparkType() + ")"));
      return "";
    } catch (Exception e) {
      return String.valueOf(e.getMessage()).lines().findFirst().orElse(e.toString());
    }
  }
}
