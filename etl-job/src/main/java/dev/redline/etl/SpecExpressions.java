package dev.redline.etl;

import dev.redline.etl.JobSpec.SourceColumn;
import dev.redline.etl.JobSpec.TargetColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.parser.CatalystSqlParser;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Option;

/** Lets Spark analyse the expressions of a spec before any work is done. */
final class SpecExpressions {
  private static final Logger LOG = LoggerFactory.getLogger(SpecExpressions.class);

  /**
   * Where in the statement below something is; it means nothing to whoever wrote the expression.
   */
  private static final Pattern POSITION = Pattern.compile("; line \\d+ pos \\d+;?$");

  private final JobSpecReader.Reading reading;
  private final String source;

  private SpecExpressions(JobSpecReader.Reading reading) {
    this.reading = reading;
    this.source = source(reading.spec().schema());
  }

  /**
   * Analyses each expression over an empty table of the source's columns.
   *
   * @throws InputError with all expressions Spark does not understand, or the setting
   */
  static void check(SparkSession spark, JobSpecReader.Reading reading) {
    String setting = settingProblem(spark);
    if (!setting.isEmpty()) {
      throw new InputError(setting);
    }
    List<SpecProblem> problems = new SpecExpressions(reading).problems(spark);
    if (!problems.isEmpty()) {
      throw SpecProblem.error(reading.file(), problems);
    }
  }

  /**
   * All that is wrong with a spec that has problems, its expressions included, so that nobody
   * repairs it twice. The run is over then: a small local Spark analyses them where none is there.
   */
  static InputError allProblems(JobSpecReader.Reading reading) {
    List<SpecProblem> problems = new ArrayList<>(reading.problems());
    SpecExpressions expressions = new SpecExpressions(reading);
    if (!reading.spec().schema().isEmpty() && expressions.isAnyGiven()) {
      try {
        problems.addAll(expressions.inSomeSpark());
      } catch (RuntimeException e) {
        LOG.debug("the expressions were not checked", e);
      }
    }
    return SpecProblem.error(reading.file(), problems);
  }

  private List<SpecProblem> inSomeSpark() {
    Option<SparkSession> running = SparkSession.getDefaultSession();
    if (running.isDefined() && !running.get().sparkContext().isStopped()) {
      return problems(running.get());
    }
    SparkSession own = SparkSession.builder().config(small(reading.spec())).getOrCreate();
    try {
      return problems(own);
    } finally {
      own.stop();
    }
  }

  /** The job's settings without what watches or records a run: there will be none. */
  private static SparkConf small(JobSpec spec) {
    SparkConf conf = SparkDefaults.conf(spec).setMaster("local[1]");
    for (String setting : List.of("spark.extraListeners", "spark.plugins")) {
      conf.remove(setting);
    }
    return conf.set("spark.ui.enabled", "false").set("spark.eventLog.enabled", "false");
  }

  private boolean isAnyGiven() {
    return reading.spec().target().columns().stream().anyMatch(TargetColumn::hasOwnExpression);
  }

  private List<SpecProblem> problems(SparkSession spark) {
    List<SpecProblem> problems = new ArrayList<>();
    String setting = settingProblem(spark);
    if (!setting.isEmpty()) {
      return List.of(new SpecProblem(reading.lines().of("spark"), setting));
    }
    List<TargetColumn> columns = reading.spec().target().columns();
    for (int i = 0; i < columns.size(); i++) {
      TargetColumn column = columns.get(i);
      String problem = isNamedInVain(column) ? "" : problem(spark, column);
      if (!problem.isEmpty()) {
        String path = "target.columns[" + i + "].expression";
        problems.add(
            new SpecProblem(
                reading.lines().of(path), path + " is '" + column.expression() + "': " + problem));
      }
    }
    return problems;
  }

  /** A session reads its settings when it is first used, and then fails with a riddle. */
  private static String settingProblem(SparkSession spark) {
    try {
      spark.conf().get("spark.sql.session.timeZone");
      return "";
    } catch (RuntimeException e) {
      Throwable cause = e;
      while (cause.getCause() != null) {
        cause = cause.getCause();
      }
      return "a setting of Spark is no good: "
          + cause.getMessage()
          + "; correct it in spark, or where spark-submit was given it";
    }
  }

  /** That there is no source column of its name is said already. */
  private boolean isNamedInVain(TargetColumn column) {
    return !column.hasOwnExpression()
        && reading.spec().schema().stream().noneMatch(known -> column.carries(known.name()));
  }

  /**
   * All columns are selected beside the expression, so that an aggregate is refused as well, and it
   * stands within another, as in the run, so that what makes rows of its own is.
   */
  private String problem(SparkSession spark, TargetColumn column) {
    try {
      // By itself first, so that none can end the statement it is put into.
      new CatalystSqlParser().parseExpression(column.expression());
      spark.sql(
          "SELECT try_cast(_redline_value AS "
              + column.type().sparkType()
              + ") FROM (SELECT *, CASE WHEN _redline_good THEN (\n"
              + column.expression()
              + "\n) END AS _redline_value FROM "
              + source
              + ")");
    } catch (Exception e) {
      // That of a syntax error begins with an empty line.
      String first =
          String.valueOf(e.getMessage())
              .lines()
              .filter(line -> !line.isBlank())
              .findFirst()
              .orElse(e.toString());
      return POSITION.matcher(first.strip()).replaceFirst("");
    }
    return seesOneRow(spark, column)
        ? ""
        : "a window function looks at other rows, and an expression sees one row";
  }

  /** A condition takes no window function, and else all that was understood before. */
  private boolean seesOneRow(SparkSession spark, TargetColumn column) {
    try {
      spark.sql("SELECT 1 FROM " + source + " WHERE (\n" + column.expression() + "\n) IS NULL");
      return true;
    } catch (Exception e) {
      LOG.debug("'{}' is no expression over one row", column.expression(), e);
      return false;
    }
  }

  /** A row of nothing; a column whose type is a problem itself has one that fits everywhere. */
  private static String source(List<SourceColumn> schema) {
    Map<String, String> types =
        schema.stream()
            .filter(column -> JobSpecReader.isSourceName(column.name()))
            .collect(
                Collectors.toMap(
                    SourceColumn::name,
                    column -> JobSpecReader.isSourceType(column.type()) ? column.type() : "void",
                    (one, another) -> one,
                    () -> new TreeMap<>(String.CASE_INSENSITIVE_ORDER)));
    return types.values().stream()
            .map(type -> "CAST(NULL AS " + type + "), ")
            .collect(Collectors.joining("", "VALUES (", "true"))
        + types.keySet().stream()
            .map(name -> '`' + name + "`, ")
            .collect(Collectors.joining("", ") AS _redline_source(", "_redline_good)"));
  }
}
