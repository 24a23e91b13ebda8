package dev.redline.etl.extract;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import dev.redline.etl.JobSpec;
import dev.redline.etl.JobSpec.SourceColumn;
import dev.redline.etl.JobSpec.TargetColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;

/**
 * Turns typed rows of the source into rows of the target table, each marked {@link #OK} or {@link
 * #REJECTED}. No shuffle; each expression of the spec is evaluated once per row, since every later
 * step refers to its result.
 */
final class TargetRows {
  static final String OK = "ok";
  static final String REJECTED = "rejected";

  /** The column that says ok or rejected, and the folder layer of the staging. */
  static final String QUALITY = "_redline_quality";

  private static final String VALUE = "_redline_value_";
  private static final String CAST = "_redline_cast_";
  private static final String SOURCE_ROW = "_redline_source_row";
  private static final String JUDGED = "_redline_judged";
  private static final String JUDGED_COLUMNS = "_redline_judged_columns";

  private final JobSpec spec;
  private final Set<String> notNull;

  /**
   * For one spec.
   *
   * @param notNull columns of the target that refuse NULL
   */
  TargetRows(JobSpec spec, Set<String> notNull) {
    this.spec = spec;
    this.notNull = Set.copyOf(notNull);
  }

  /** Rows as {@link Marks#typed} describes them to rows of the target with their marks. */
  Dataset<Row> of(Dataset<Row> typed) {
    return marked(judged(cast(evaluated(withTimes(typed)))));
  }

  /** Days and times, which come as numbers. */
  private Dataset<Row> withTimes(Dataset<Row> typed) {
    List<Column> selected = marks();
    for (SourceColumn column : spec.schema()) {
      String name = '`' + column.name() + '`';
      Column value =
          switch (column.type()) {
            case "date" -> expr("date_from_unix_date(" + name + ")");
            case "timestamp" -> expr("timestamp_micros(" + name + ")");
            default -> col(name);
          };
      selected.add(value.as(column.name()));
    }
    return typed.select(selected.toArray(Column[]::new));
  }

  /** The target's expressions, for rows that are still good. */
  private Dataset<Row> evaluated(Dataset<Row> source) {
    List<Column> selected = marks();
    if (!isText()) {
      Column[] all =
          spec.schema().stream().map(column -> quoted(column.name())).toArray(Column[]::new);
      selected.add(struct(all).as(SOURCE_ROW));
    }
    for (TargetColumn column : spec.target().columns()) {
      Column value = expr(column.expression());
      selected.add(when(col(Marks.REASON).isNull(), value).as(VALUE + column.name()));
    }
    return source.select(selected.toArray(Column[]::new));
  }

  /** The values in the target's types, beside them as they were. */
  private Dataset<Row> cast(Dataset<Row> evaluated) {
    List<Column> selected = new ArrayList<>(List.of(col("*")));
    for (TargetColumn column : spec.target().columns()) {
      String value = VALUE + column.name();
      selected.add(
          expr("try_cast(`" + value + "` AS " + column.type().sparkType() + ")")
              .as(CAST + column.name()));
    }
    return evaluated.select(selected.toArray(Column[]::new));
  }

  /** What does not fit into the table. */
  private Dataset<Row> judged(Dataset<Row> cast) {
    List<TargetColumn> columns = spec.target().columns();
    Column good = col(Marks.REASON).isNull();
    Column reason = col(Marks.REASON);
    Column names = col(Marks.COLUMNS);
    for (Check check : checks()) {
      List<TargetColumn> asked = columns.stream().filter(check.asks()).toList();
      if (!asked.isEmpty()) {
        Column fails = asked.stream().map(check.fails()).reduce(Column::or).orElseThrow();
        Column failed =
            concat_ws(
                ", ",
                asked.stream()
                    .map(column -> when(check.fails().apply(column), lit(column.name())))
                    .toArray(Column[]::new));
        reason = when(reason.isNull().and(fails), lit(check.reason().name())).otherwise(reason);
        names = when(good.and(names.equalTo("")).and(fails), failed).otherwise(names);
      }
    }
    List<Column> selected = new ArrayList<>(List.of(col("*")));
    selected.add(reason.as(JUDGED));
    selected.add(names.as(JUDGED_COLUMNS));
    return cast.select(selected.toArray(Column[]::new));
  }

  /**
   * A way not to fit.
   *
   * @param asks which columns can fail it
   */
  private record Check(
      RejectReason reason, Predicate<TargetColumn> asks, Function<TargetColumn, Column> fails) {}

  private List<Check> checks() {
    return List.of(
        new Check(
            RejectReason.TYPE_MISMATCH,
            column -> !column.type().sparkType().startsWith("decimal"),
            TargetRows::isMisfit),
        new Check(
            RejectReason.DECIMAL_OVERFLOW,
            column -> column.type().sparkType().startsWith("decimal"),
            TargetRows::isMisfit),
        new Check(
            RejectReason.TYPE_MISMATCH,
            column -> column.type().isSuper(),
            column ->
                not(
                    udf(new JsonText(), DataTypes.BooleanType)
                        .apply(quoted(CAST + column.name())))),
        new Check(
            RejectReason.TOO_LONG,
            column -> column.type().maxBytes() > 0,
            column ->
                expr("octet_length(`" + CAST + column.name() + "`) > " + column.type().maxBytes())),
        new Check(
            RejectReason.NULL_VALUE,
            column -> notNull.contains(column.name()),
            column -> quoted(CAST + column.name()).isNull()));
  }

  /** Good rows carry only themselves, rejected ones only what a person needs to repair them. */
  private Dataset<Row> marked(Dataset<Row> judged) {
    Column rejected = col(JUDGED).isNotNull();
    List<Column> selected = new ArrayList<>();
    for (String name : spec.target().columnNames()) {
      selected.add(quoted(CAST + name).as(name));
    }
    Column raw = isText() ? col(Marks.RAW) : coalesce(col(Marks.RAW), to_json(col(SOURCE_ROW)));
    selected.add(col(JUDGED).as(Marks.REASON));
    selected.add(when(rejected, col(JUDGED_COLUMNS)).as(Marks.COLUMNS));
    selected.add(when(rejected, raw).as(Marks.RAW));
    for (String mark : List.of(Marks.RAW_BASE64, Marks.SOURCE, Marks.POSITION)) {
      selected.add(when(rejected, col(mark)).as(mark));
    }
    selected.add(when(rejected, lit(REJECTED)).otherwise(lit(OK)).as(QUALITY));
    return judged.select(selected.toArray(Column[]::new));
  }

  private boolean isText() {
    return spec.source().format() != JobSpec.Format.PARQUET;
  }

  private static List<Column> marks() {
    return new ArrayList<>(Marks.ALL.stream().map(name -> col(name)).toList());
  }

  private static Column isMisfit(TargetColumn column) {
    return quoted(VALUE + column.name()).isNotNull().and(quoted(CAST + column.name()).isNull());
  }

  private static Column quoted(String name) {
    return col('`' + name + '`');
  }
}
