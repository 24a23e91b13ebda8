package dev.redline.etl.extract;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.when;

import dev.redline.etl.JobSpec;
import dev.redline.etl.JobSpec.SourceColumn;
import dev.redline.etl.JobSpec.TargetColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Turns raw rows of text into rows of the target table, each marked {@link #OK} or {@link
 * #REJECTED}. One pass, no shuffle: what does not fit is marked with its reason, never silently
 * nulled and never dropped.
 */
final class Normaliser {
  static final String OK = "ok";
  static final String REJECTED = "rejected";

  /** The column that says ok or rejected, and the folder layer of the staging. */
  static final String QUALITY = "_redline_quality";

  static final String REASON = "_redline_reason";
  static final String COLUMNS = "_redline_columns";
  static final String RAW = "_redline_raw";
  static final String SOURCE = "_redline_source";

  private static final String VALUE = "_redline_value_";

  private final JobSpec spec;

  Normaliser(JobSpec spec) {
    this.spec = spec;
  }

  /** Rows as {@link CsvSource} reads them to rows of the target with their marks. */
  Dataset<Row> normalise(Dataset<Row> raw) {
    return marked(cast(evaluated(typed(raw))));
  }

  /** The source columns in their declared types, and what is wrong with them. */
  private Dataset<Row> typed(Dataset<Row> raw) {
    List<Column> selected = marks();
    Column missingKeys = namesWhere(spec.key(), name -> isMissing(quoted(name)));
    Column misfits =
        namesWhere(
            spec.schema(),
            SourceColumn::name,
            column -> isMisfit(quoted(column.name()), tryCast(column.name(), column.type())));
    selected.add(
        when(col(CsvSource.LINE).isNotNull(), lit(RejectReason.MALFORMED.name()))
            .when(missingKeys.notEqual(""), lit(RejectReason.NULL_KEY.name()))
            .when(misfits.notEqual(""), lit(RejectReason.TYPE_MISMATCH.name()))
            .as(REASON));
    selected.add(
        when(col(CsvSource.LINE).isNotNull(), lit(""))
            .when(missingKeys.notEqual(""), missingKeys)
            .otherwise(misfits)
            .as(COLUMNS));
    Column[] all =
        spec.schema().stream().map(column -> quoted(column.name())).toArray(Column[]::new);
    selected.add(struct(all).as(RAW));
    for (SourceColumn column : spec.schema()) {
      selected.add(tryCast(column.name(), column.type()).as(column.name()));
    }
    return raw.select(selected.toArray(Column[]::new));
  }

  /** The target's expressions, for rows that are still good. */
  private Dataset<Row> evaluated(Dataset<Row> typed) {
    List<Column> selected = marks();
    selected.add(col(REASON));
    selected.add(col(COLUMNS));
    selected.add(col(RAW));
    for (TargetColumn column : spec.target().columns()) {
      selected.add(when(col(REASON).isNull(), expr(column.expression())).as(VALUE + column.name()));
    }
    return typed.select(selected.toArray(Column[]::new));
  }

  /** The target's columns in their types, and what does not fit into them. */
  private Dataset<Row> cast(Dataset<Row> evaluated) {
    List<TargetColumn> columns = spec.target().columns();
    Column misfits =
        namesWhere(columns, TargetColumn::name, c -> isMisfit(quoted(VALUE + c.name()), cast(c)));
    Column tooLong = namesWhere(columns, TargetColumn::name, Normaliser::isTooLong);
    List<Column> selected = marks();
    selected.add(
        when(col(REASON).isNotNull(), col(REASON))
            .when(misfits.notEqual(""), lit(RejectReason.TYPE_MISMATCH.name()))
            .when(tooLong.notEqual(""), lit(RejectReason.TOO_LONG.name()))
            .as(REASON));
    selected.add(
        when(col(REASON).isNotNull(), col(COLUMNS))
            .when(misfits.notEqual(""), misfits)
            .otherwise(tooLong)
            .as(COLUMNS));
    selected.add(col(RAW));
    columns.forEach(column -> selected.add(cast(column).as(column.name())));
    return evaluated.select(selected.toArray(Column[]::new));
  }

  /** Good rows carry only themselves, rejected ones only what a person needs to repair them. */
  private Dataset<Row> marked(Dataset<Row> cast) {
    Column rejected = col(REASON).isNotNull();
    List<Column> selected = new ArrayList<>();
    for (String name : spec.target().columnNames()) {
      selected.add(quoted(name));
    }
    selected.add(col(REASON));
    selected.add(when(rejected, col(COLUMNS)).as(COLUMNS));
    selected.add(when(rejected, coalesce(col(CsvSource.LINE), to_json(col(RAW)))).as(RAW));
    selected.add(when(rejected, col(CsvSource.FILE)).as(SOURCE));
    selected.add(when(rejected, lit(REJECTED)).otherwise(lit(OK)).as(QUALITY));
    return cast.select(selected.toArray(Column[]::new));
  }

  private static List<Column> marks() {
    return new ArrayList<>(List.of(col(CsvSource.LINE), col(CsvSource.FILE)));
  }

  private static Column isMissing(Column text) {
    return text.isNull().or(text.equalTo(""));
  }

  private static Column isMisfit(Column value, Column cast) {
    return value.isNotNull().and(cast.isNull());
  }

  private static Column isTooLong(TargetColumn column) {
    return column.type().maxBytes() == 0
        ? lit(false)
        : expr(
            "octet_length(try_cast(`"
                + VALUE
                + column.name()
                + "` AS string)) > "
                + column.type().maxBytes());
  }

  private static Column cast(TargetColumn column) {
    return tryCast(VALUE + column.name(), column.type().sparkType());
  }

  private static Column tryCast(String column, String type) {
    return expr("try_cast(`" + column + "` AS " + type + ")");
  }

  private static Column namesWhere(List<String> names, Function<String, Column> condition) {
    return namesWhere(names, Function.identity(), condition);
  }

  private static <T> Column namesWhere(
      List<T> columns, Function<T, String> name, Function<T, Column> condition) {
    return concat_ws(
        ", ",
        columns.stream()
            .map(column -> when(condition.apply(column), lit(name.apply(column))))
            .toArray(Column[]::new));
  }

  private static Column quoted(String name) {
    return col('`' + name + '`');
  }
}
