package dev.redline.alarms;

import dev.redline.alarms.Amount.Parameter;
import dev.redline.alarms.Watch.Share;
import dev.redline.catalog.Guardrail.Severity;

/** What an alarm says of itself to whoever is woken; CloudWatch takes 1,024 characters. */
final class Descriptions {
  private static final String WHOSE = ". Job ${JobName} in ${Environment}";

  private Descriptions() {}

  static String of(Alarm alarm) {
    return alarm instanceof MetricAlarm metric
        ? metric.meaning() + WHOSE + ": " + limit(metric) + ". " + runbook(metric.runbook())
        : composite((CompositeAlarm) alarm);
  }

  private static String composite(CompositeAlarm alarm) {
    String said = alarm.meaning() + WHOSE + ". ";
    if (alarm.tells() == null) {
      return said + runbook(alarm.runbook());
    }
    String which = "The alarm named in the reason says why";
    return said
        + (alarm.tells() == Severity.PAGE
            ? which
                + "; run-stopped-CAUSE is a stop by the guard, see "
                + page("run-stopped")
                + ". Others: "
                + page("README")
            : which + ". " + runbook("README"));
  }

  private static String runbook(String page) {
    return "Runbook: " + page(page);
  }

  private static String page(String page) {
    return "${Runbooks}/" + page + ".md";
  }

  static String limit(MetricAlarm alarm) {
    String limit =
        alarm.limitParameter().isEmpty()
            ? String.valueOf(Math.round(alarm.limit().limit()))
            : "${" + alarm.limitParameter() + "}";
    String side =
        switch (alarm.limit().comparison()) {
          case ABOVE -> "above ";
          case AT_LEAST -> "at least ";
          case BELOW -> "below ";
        };
    return watched(alarm) + " " + side + limit + unit(alarm) + over(alarm.window());
  }

  /** What the alarm compares, with its unit. */
  static String watchedIn(MetricAlarm alarm) {
    return watched(alarm) + " in" + unit(alarm);
  }

  private static String watched(MetricAlarm alarm) {
    return alarm.watch() instanceof Share share
        ? share.part().metricName() + " of " + share.whole().metricName()
        : alarm.watch().series().get(0).metricName();
  }

  private static String unit(MetricAlarm alarm) {
    return alarm.watch() instanceof Share
        ? " Percent"
        : Units.of(alarm.watch().series().get(0).metricName()).map(unit -> " " + unit).orElse("");
  }

  private static String over(Window window) {
    String length =
        window.periodSeconds() instanceof Parameter period
            ? "${" + period.name() + "}"
            : String.valueOf(((Amount.Fixed) window.periodSeconds()).value());
    return " in "
        + text(window.datapoints())
        + " of "
        + text(window.periods())
        + " periods of "
        + length
        + " s";
  }

  private static String text(Amount amount) {
    return amount instanceof Parameter parameter
        ? "${" + parameter.name() + "}"
        : String.valueOf(((Amount.Fixed) amount).value());
  }
}
