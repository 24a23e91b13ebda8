package dev.redline.alarms;

import static dev.redline.alarms.Json.object;

import dev.redline.catalog.Metric;
import dev.redline.catalog.Setting;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The parameters of the alarms' stack, with their constraints. */
public final class StackParameters {
  /** So that an alarm's name stays within CloudWatch's 255 characters. */
  public static final int MAX_JOB_NAME_LENGTH = 160;

  static final int MAX_ENVIRONMENT_LENGTH = 60;
  static final int MAX_RUNBOOKS_LENGTH = 200;

  /**
   * Printable ASCII, as dimensions take it, but for the quote and the backslash, which would end
   * the name of an alarm inside a composite alarm's rule.
   */
  private static final String NAME = "[ !#-\\[\\]-~]";

  private static final String UP_TO_168 = "[0-9]|[1-9][0-9]|1[0-5][0-9]|16[0-8]";
  private static final int MAX_HOLD_PERIODS = 288;

  private StackParameters() {}

  static Map<String, Object> of(List<Alarm> alarms) {
    Map<String, Object> parameters = new LinkedHashMap<>();
    parameters.put("JobName", jobName());
    parameters.put(
        "Environment",
        named(
            MAX_ENVIRONMENT_LENGTH,
            "Where the job runs: " + Setting.ENVIRONMENT.key(),
            Setting.ENVIRONMENT.defaultText().orElseThrow()));
    parameters.put(
        "Namespace",
        named(
            255,
            "Where the metrics are: " + Setting.CLOUDWATCH_NAMESPACE.key(),
            Metric.DEFAULT_NAMESPACE));
    parameters.put(
        "GlueJobName",
        object(
            "Type", "String",
            "Default", "",
            "MaxLength", 255,
            "Description", "The job's name in AWS Glue, where that is not JobName"));
    parameters.put(
        "Runbooks",
        named(
            MAX_RUNBOOKS_LENGTH,
            "What the runbooks' links start with, without a slash at its end",
            "docs/runbooks"));
    times(parameters);
    parameters.putAll(Topics.parameters());
    alarms.forEach(alarm -> limit(parameters, alarm));
    return parameters;
  }

  /** What is wrong with a job's name for this stack, and the remedy; empty when nothing is. */
  public static String problemOf(String jobName) {
    if (jobName.matches(NAME + "{1," + MAX_JOB_NAME_LENGTH + "}")) {
      return "";
    }
    return "the job name '"
        + (jobName.length() <= 60 ? jobName : jobName.substring(0, 60) + "...")
        + "' ("
        + jobName.length()
        + " characters) "
        + constraint(MAX_JOB_NAME_LENGTH);
  }

  private static String constraint(int maxLength) {
    return "must be 1 to "
        + maxLength
        + " printable ASCII characters without a double quote or a backslash; give the job"
        + " such a name with --conf "
        + Setting.JOB_NAME.key()
        + "=NAME and use that here";
  }

  private static Map<String, Object> jobName() {
    Map<String, Object> parameter =
        named(
            MAX_JOB_NAME_LENGTH,
            "The job's name as published: "
                + Setting.JOB_NAME.key()
                + ", or spark.app.name where that is not set",
            "");
    parameter.remove("Default");
    parameter.put("ConstraintDescription", constraint(MAX_JOB_NAME_LENGTH));
    return parameter;
  }

  private static Map<String, Object> named(int maxLength, String description, String fallback) {
    return object(
        "Type",
        "String",
        "Default",
        fallback,
        "MinLength",
        1,
        "MaxLength",
        maxLength,
        "AllowedPattern",
        NAME + "+",
        "ConstraintDescription",
        "must be 1 to "
            + maxLength
            + " printable ASCII characters without a double quote or a backslash",
        "Description",
        description);
  }

  private static void times(Map<String, Object> parameters) {
    parameters.put(
        Window.PERIOD.name(),
        object(
            "Type",
            "Number",
            "Default",
            Window.PERIOD.fallback(),
            "AllowedValues",
            List.of(10, 30, 60, 300),
            "Description",
            "Seconds between two looks at a metric; below 60 only where "
                + Setting.CLOUDWATCH_STEP.key()
                + " is as short"));
    parameters.put(
        Window.HOLD.name(),
        object(
            "Type",
            "Number",
            "Default",
            Window.HOLD.fallback(),
            "MinValue",
            1,
            "MaxValue",
            MAX_HOLD_PERIODS,
            "Description",
            "Periods for which a stop, a failure or a loss keeps its alarm up, so that what follows"
                + " from it is no second page; fewer than "
                + Window.HOLD.fallback()
                + " only to try things out"));
    // A text, since a condition compares it with one.
    parameters.put(
        Window.SCHEDULE.name(),
        object(
            "Type",
            "String",
            "Default",
            String.valueOf(Window.SCHEDULE.fallback()),
            "AllowedPattern",
            UP_TO_168,
            "ConstraintDescription",
            "must be a whole number of hours from 0 to " + Window.MAX_SCHEDULE_HOURS,
            "Description",
            "Page when no run completes for so many hours, with some slack: 26 for a daily job;"
                + " CloudWatch may take a third longer to be sure. 0: never. Set it once the job"
                + " has completed a run"));
  }

  private static void limit(Map<String, Object> parameters, Alarm alarm) {
    if (alarm instanceof MetricAlarm metric && !metric.limitParameter().isEmpty()) {
      parameters.put(
          metric.limitParameter(),
          object(
              "Type",
              "Number",
              "Default",
              new BigDecimal(metric.limit().limit()).stripTrailingZeros().toPlainString(),
              "MinValue",
              0,
              "Description",
              "The limit: " + Descriptions.watchedIn(metric)));
    }
  }
}
