package dev.redline.alarms;

import static dev.redline.alarms.MissingData.BREACHING;
import static dev.redline.alarms.MissingData.IGNORE;
import static dev.redline.alarms.MissingData.NOT_BREACHING;

import dev.redline.alarms.Watch.Filled;
import dev.redline.alarms.Watch.Series;
import dev.redline.alarms.Watch.Share;
import dev.redline.catalog.AlarmName;
import dev.redline.catalog.Guardrail;
import dev.redline.catalog.Guardrail.Severity;
import dev.redline.catalog.Metric;
import dev.redline.catalog.StopCause;
import dev.redline.catalog.Threshold;
import dev.redline.catalog.Threshold.Comparison;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The alarms of a job. Those on metrics tell nobody; for each severity one composite alarm does, so
 * that what belongs together is told once.
 */
public final class Alarms {
  /** Where the template is committed, relative to the project's root. */
  public static final String TEMPLATE_PATH = "alarms/redline-alarms.template.json";

  /** The stack's rule that matches failed runs of AWS Glue. */
  static final String GLUE_RULE = "GlueRunFailedRule";

  private static final Threshold ONE = new Threshold(Comparison.AT_LEAST, 1);
  private static final Threshold NONE = new Threshold(Comparison.BELOW, 1);

  private static final String SILENT_BETWEEN_RUNS =
      "a batch job is silent between its runs, and an incident must resolve when it is";
  private static final String FACT =
      "no news is no stop; the fact itself keeps the alarm up for a while";

  private Alarms() {}

  /** Every alarm; a composite alarm after those it is made of. */
  public static List<Alarm> all() {
    List<Alarm> all = new ArrayList<>(metricAlarms());
    all.add(memoryWithLosses());
    all.add(guardSilent());
    all.add(told(Severity.PAGE, pages()));
    all.add(told(Severity.TICKET, tickets()));
    return List.copyOf(all);
  }

  /** The alarms, and the topics they tell, as a CloudFormation template in JSON. */
  public static String template() {
    return AlarmTemplate.of(all());
  }

  /**
   * The name under which CloudWatch knows an alarm.
   *
   * @param environment the stack's parameter Environment
   * @param jobName its parameter JobName
   * @param alarm which alarm
   */
  public static String name(String environment, String jobName, Alarm alarm) {
    return AlarmName.of(environment, jobName, alarm.id());
  }

  /** The composite alarm that tells a severity's topic. */
  public static CompositeAlarm telling(Severity severity) {
    return all().stream()
        .filter(CompositeAlarm.class::isInstance)
        .map(CompositeAlarm.class::cast)
        .filter(alarm -> alarm.tells() == severity)
        .findFirst()
        .orElseThrow();
  }

  /** The alarm of a severity that only the fire drill sets. */
  public static Alarm drill(Severity severity) {
    return find("fire-drill-" + word(severity));
  }

  /** The alarm with this id. */
  public static Alarm find(String id) {
    return all().stream().filter(alarm -> alarm.id().equals(id)).findFirst().orElseThrow();
  }

  private static List<MetricAlarm> metricAlarms() {
    List<MetricAlarm> alarms = new ArrayList<>();
    Arrays.stream(StopCause.values()).map(Alarms::stopped).forEach(alarms::add);
    alarms.addAll(ends());
    alarms.addAll(deadMen());
    Arrays.stream(Guardrail.values())
        .filter(guardrail -> guardrail != Guardrail.RUN_STOPPED)
        .map(Alarms::guarded)
        .forEach(alarms::add);
    Arrays.stream(Severity.values()).map(Alarms::drilled).forEach(alarms::add);
    return alarms;
  }

  /** One for each cause: the name of the alarm is all that a page can tell of it. */
  private static MetricAlarm stopped(StopCause cause) {
    Guardrail guardrail = Guardrail.RUN_STOPPED;
    String name = cause.name().toLowerCase(Locale.ROOT).replace('_', '-');
    return fact(
        guardrail.id() + "-" + name,
        Series.ofCause(cause),
        guardrail.meaning() + ", cause " + cause + ": " + cause.meaning(),
        guardrail.runbook());
  }

  private static List<MetricAlarm> ends() {
    return List.of(
        fact(
            "run-failed",
            Series.of(Metric.RUN_FAILED),
            "A run failed, and not because the guard stopped it",
            "run-failed"),
        fact(
            "glue-run-failed",
            Series.matchesOf(GLUE_RULE),
            "AWS Glue reports a run as FAILED or TIMEOUT",
            "run-failed"),
        fact(
            "run-completed",
            Series.of(Metric.RUN_COMPLETED),
            "A run has just completed; nothing is wrong",
            "guard-silent"));
  }

  private static List<MetricAlarm> deadMen() {
    return List.of(
        new MetricAlarm(
            "guard-seen",
            Series.of(Metric.GUARD_ALIVE),
            ONE,
            "",
            Window.of(1, 10),
            NOT_BREACHING,
            "nothing was seen",
            "A guard was at work a short while ago; nothing is wrong",
            "guard-silent",
            false),
        new MetricAlarm(
            "guard-quiet",
            Series.of(Metric.GUARD_ALIVE),
            NONE,
            "",
            Window.of(5, 5),
            BREACHING,
            "silence is what it looks for",
            "No guard is at work now; nothing is wrong between runs",
            "guard-silent",
            false),
        new MetricAlarm(
            "run-missing",
            Series.of(Metric.RUN_COMPLETED),
            NONE,
            "",
            Window.schedule(),
            BREACHING,
            "silence is what it looks for: a run that never began publishes nothing",
            "No run has completed for as long as the schedule allows",
            "run-missing",
            true));
  }

  private static MetricAlarm guarded(Guardrail guardrail) {
    Series series = Series.of(guardrail.metric());
    return new MetricAlarm(
        guardrail.id(),
        switch (guardrail.basis()) {
          case ANY_TIME -> series;
          case QUARTER_HOUR -> new Filled(series);
          case SHARE_OF_ROWS -> new Share(series, Series.of(Metric.ROWS_RAW));
        },
        guardrail.threshold(),
        AlarmTemplate.pascal(guardrail.id()) + "Threshold",
        window(guardrail),
        NOT_BREACHING,
        SILENT_BETWEEN_RUNS,
        guardrail.meaning(),
        guardrail.runbook(),
        false);
  }

  /**
   * How long a limit must be crossed. Counts are facts: once is enough. Memory is given a minute to
   * recover. Utilization is low whenever a run starts, ends or shuffles, so it takes its time.
   */
  private static Window window(Guardrail guardrail) {
    return switch (guardrail) {
      case SHUFFLE, EXECUTOR_LOSSES, RUN_STOPPED -> Window.fact();
      case LIVE_HEAP, OVERHEAD -> Window.of(2, 3);
      case UTILIZATION -> Window.of(10, 10);
      case SPILL, REPEATED_WORK, PUBLISH_FAILURES, REJECTED_ROWS -> Window.quarterHour();
    };
  }

  private static MetricAlarm drilled(Severity severity) {
    return new MetricAlarm(
        "fire-drill-" + word(severity),
        Series.of(Metric.GUARD_ALIVE),
        new Threshold(Comparison.ABOVE, 1),
        "",
        Window.of(1, 1),
        IGNORE,
        "the state that the drill sets stays until the drill ends it",
        "A fire drill, by bin/redline fire-drill; nothing is wrong (no guard ever publishes this)",
        "README",
        false);
  }

  private static MetricAlarm fact(String id, Series series, String meaning, String runbook) {
    return new MetricAlarm(
        id, series, ONE, "", Window.fact(), NOT_BREACHING, FACT, meaning, runbook, false);
  }

  private static CompositeAlarm memoryWithLosses() {
    return new CompositeAlarm(
        "memory-with-losses",
        Rule.all(
            Rule.any(Rule.inAlarm(Guardrail.LIVE_HEAP.id()), Rule.inAlarm(Guardrail.OVERHEAD.id())),
            Rule.inAlarm(Guardrail.EXECUTOR_LOSSES.id())),
        null,
        "Executor memory stays above its limit and executors are being lost",
        "memory-with-losses");
  }

  /** A guard that was at work, is not any more, and never said that its run had ended. */
  private static CompositeAlarm guardSilent() {
    List<Rule> ends = new ArrayList<>();
    ends.add(Rule.inAlarm("run-completed"));
    ends.add(Rule.inAlarm("run-failed"));
    stops().forEach(ends::add);
    return new CompositeAlarm(
        "guard-silent",
        // The negation first: LocalStack, which knows OR only, then leaves it alone.
        Rule.all(
            Rule.not(new Rule.Any(ends)), Rule.inAlarm("guard-seen"), Rule.inAlarm("guard-quiet")),
        null,
        "The guard fell silent and no end of its run was published: the driver died, or the guard",
        "guard-silent");
  }

  private static Stream<Rule> stops() {
    return Arrays.stream(StopCause.values()).map(cause -> Rule.inAlarm(stopped(cause).id()));
  }

  private static Rule pages() {
    return new Rule.Any(
        Stream.concat(
                stops(),
                Stream.of(
                        "run-failed",
                        "glue-run-failed",
                        "memory-with-losses",
                        "guard-silent",
                        "run-missing",
                        "fire-drill-page")
                    .map(Rule::inAlarm))
            .toList());
  }

  private static Rule tickets() {
    return new Rule.Any(
        Stream.concat(
                Arrays.stream(Guardrail.values())
                    .filter(guardrail -> guardrail.severity() == Severity.TICKET)
                    .map(Guardrail::id),
                Stream.of("fire-drill-ticket"))
            .map(Rule::inAlarm)
            .toList());
  }

  private static CompositeAlarm told(Severity severity, Rule rule) {
    String meaning =
        switch (severity) {
          case PAGE -> "A run needs somebody now";
          case TICKET -> "A run needs a look in working hours";
        };
    return new CompositeAlarm(word(severity), rule, severity, meaning, "README");
  }

  private static String word(Severity severity) {
    return severity.name().toLowerCase(Locale.ROOT);
  }
}
