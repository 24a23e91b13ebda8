package dev.redline.alarms;

import dev.redline.catalog.Guardrail.Severity;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Writes the alarms as the first part of docs/alarms.md; a test adds which run sets off which. */
public final class AlarmDocs {
  private static final String INTRODUCTION =
      """
      <!-- Generated from the list of alarms; do not edit. To renew: mvn -pl alarms -am test -Dredline.update=true -->
      # Alarms

      One stack of [alarms/redline-alarms.template.json](../alarms/redline-alarms.template.json) serves one job in one environment. An alarm's name is
      `ENVIRONMENT-JOBNAME-` and its id. A job's name of more than 160 characters, or with a double quote, a backslash or other letters than ASCII's, fits no alarm's
      name: `bin/redline templates --job NAME` writes the parameters for any name ([0023](decisions/0023-long-job-names.md)). Only `page` and `ticket` tell anybody, both of the trouble and of its end; the others have no actions. A page says by the
      name of the alarm that raised it what happened: the guard's stops have an alarm for each cause, since CloudWatch's messages hold nothing else of it.
      [0012](decisions/0012-the-cause-in-the-page.md) says why.

      """;

  private static final String AFTER =
      """

      `page` is in ALARM while any of these is: %s.

      `ticket`, while any of these is: %s.

      ## Price

      %s: %s a month for one job, at USD 0.10 for each metric of an alarm and USD 0.50 for a composite alarm (list prices of us-east-1 as of 2026; the first ten
      metric alarms of an account are free). Metrics cost apart ([metrics](metrics.md)).

      ## Which run sets off which

      What `bin/redline simulate` makes of made-up runs, minute by minute; printed and checked by `ScenarioTest`. The simulator follows CloudWatch's rules for missing data
      and is compared with CloudWatch's published tables and with LocalStack's scheduler. What it cannot know is how much later than a minute CloudWatch looks.

      """;

  private static final double METRIC_USD = 0.10;
  private static final double COMPOSITE_USD = 0.50;

  private AlarmDocs() {}

  /** The page as far as the definitions tell it. */
  public static String page() {
    return INTRODUCTION + metricAlarms() + "\n" + compositeAlarms() + after();
  }

  /** What a stack costs in a month, in US dollars. */
  static double monthlyUsd(List<Alarm> alarms) {
    return alarms.stream()
        .mapToDouble(
            alarm ->
                alarm instanceof MetricAlarm metric
                    ? METRIC_USD * metric.watch().series().size()
                    : COMPOSITE_USD)
        .sum();
  }

  private static String metricAlarms() {
    return Alarms.all().stream()
        .filter(MetricAlarm.class::isInstance)
        .map(MetricAlarm.class::cast)
        .map(
            alarm ->
                row(
                    "`" + alarm.id() + "`",
                    alarm.meaning(),
                    Descriptions.limit(alarm).replace("${", "").replace("}", ""),
                    alarm.missingData().cloudWatchName() + ": " + alarm.whyMissing(),
                    "[" + alarm.runbook() + "](runbooks/" + alarm.runbook() + ".md)"))
        .collect(
            Collectors.joining(
                "",
                row("alarm", "means", "in ALARM when", "missing data", "runbook")
                    + "| --- | --- | --- | --- | --- |\n",
                ""));
  }

  private static String compositeAlarms() {
    return Alarms.all().stream()
        .filter(CompositeAlarm.class::isInstance)
        .map(CompositeAlarm.class::cast)
        .filter(alarm -> alarm.tells() == null)
        .map(
            alarm ->
                row(
                    "`" + alarm.id() + "`",
                    alarm.meaning(),
                    shortened(alarm.rule().text(id -> id)),
                    "[" + alarm.runbook() + "](runbooks/" + alarm.runbook() + ".md)"))
        .collect(
            Collectors.joining(
                "",
                row("alarm", "means", "in ALARM when", "runbook") + "| --- | --- | --- | --- |\n",
                ""));
  }

  private static String shortened(String rule) {
    return rule.replaceAll("ALARM\\(\"([a-z-]+)\"\\)", "$1")
        .replaceAll("run-stopped-\\S+( OR run-stopped-[a-z-]+)*", "run-stopped-CAUSE");
  }

  private static String after() {
    List<String> members =
        Arrays.stream(Severity.values())
            .map(severity -> shortened(Alarms.telling(severity).rule().text(id -> id)))
            .map(rule -> rule.replace(" OR ", ", "))
            .toList();
    long composites = Alarms.all().stream().filter(CompositeAlarm.class::isInstance).count();
    String counts = (Alarms.all().size() - composites) + " metric and " + composites + " composite";
    return AFTER.formatted(
        members.get(0),
        members.get(1),
        counts,
        String.format(Locale.ROOT, "USD %.2f", monthlyUsd(Alarms.all())));
  }

  private static String row(String... cells) {
    return "| " + String.join(" | ", cells) + " |\n";
  }
}
