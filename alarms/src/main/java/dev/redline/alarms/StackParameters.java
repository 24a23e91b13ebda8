package dev.redline.alarms;

import static dev.redline.alarms.Json.object;

import dev.redline.catalog.AlarmName;
import dev.redline.catalog.Metric;
import dev.redline.catalog.Setting;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The parameters of the alarms' stack, with their constraints. */
public final class StackParameters {
  /** The parameter for the job's name as it is published, where that fits no alarm's name. */
  public static final String PUBLISHED_JOB = "PublishedJobName";

  static final int MAX_RUNBOOKS_LENGTH = 200;

  /** As CloudWatch takes it for the value of a dimension. */
  private static final int MAX_PUBLISHED_LENGTH = 1024;

  private static final String HAS_PUBLISHED_JOB = "HasPublishedJobName";
  private static final String UP_TO_168 = "[0-9]|[1-9][0-9]|1[0-5][0-9]|16[0-8]";
  private static final int MAX_HOLD_PERIODS = 288;

  private StackParameters() {}

  static Map<String, Object> of(List<Alarm> alarms) {
    Map<String, Object> parameters = new LinkedHashMap<>();
    parameters.put("JobName", jobName());
    parameters.put(PUBLISHED_JOB, publishedName());
    parameters.put(
        "Environment",
        named(
            AlarmName.MAX_ENVIRONMENT_LENGTH,
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
    if (AlarmName.fits(jobName)) {
      return "";
    }
    return "the job name '"
        + (jobName.length() <= 60 ? jobName : jobName.substring(0, 60) + "...")
        + "' ("
        + jobName.length()
        + " characters) "
        + constraint();
  }

  private static String constraint() {
    return "must be 1 to "
        + AlarmName.MAX_JOB_LENGTH
        + " printable ASCII characters without a double quote or a backslash; for any other name"
        + " bin/redline templates --job NAME writes the parameters";
  }

  static Map<String, Object> conditions() {
    Object isEmpty = object("Fn::Equals", List.of(Json.ref(PUBLISHED_JOB), ""));
    return object(HAS_PUBLISHED_JOB, object("Fn::Not", List.of(isEmpty)));
  }

  /** The job's name in dimensions. */
  static Map<String, Object> publishedJob() {
    return object(
        "Fn::If", List.of(HAS_PUBLISHED_JOB, Json.ref(PUBLISHED_JOB), Json.ref("JobName")));
  }

  private static Map<String, Object> publishedName() {
    return object(
        "Type",
        "String",
        "Default",
        "",
        "MaxLength",
        MAX_PUBLISHED_LENGTH,
        "AllowedPattern",
        "[ -~]*",
        "ConstraintDescription",
        "must be printable ASCII, as published",
        "Description",
        "The job's name as published, where that fits no alarm's name (JobName is then a short one)");
  }

  private static Map<String, Object> jobName() {
    Map<String, Object> parameter =
        named(
            AlarmName.MAX_JOB_LENGTH,
            "The job's name as published: "
                + Setting.JOB_NAME.key()
                + ", or spark.app.name where that is not set",
            "");
    parameter.remove("Default");
    parameter.put("ConstraintDescription", constraint());
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
        AlarmName.CHARACTER + "+",
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
