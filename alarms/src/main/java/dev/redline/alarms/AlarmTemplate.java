package dev.redline.alarms;

import static dev.redline.alarms.Json.object;
import static dev.redline.alarms.Json.ref;
import static dev.redline.alarms.Json.sub;

import dev.redline.catalog.Dimension;
import dev.redline.catalog.Metric;
import dev.redline.catalog.Setting;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Renders alarms as a CloudFormation template. One stack serves one job in one environment. */
final class AlarmTemplate {
  /** So that an alarm's name stays within CloudWatch's 255 characters. */
  static final int MAX_JOB_NAME_LENGTH = 160;

  static final int MAX_ENVIRONMENT_LENGTH = 60;
  static final int MAX_RUNBOOKS_LENGTH = 300;

  private static final String GENERATED =
      "Generated from the catalog; do not edit. To renew: mvn -pl alarms -am test"
          + " -Dredline.update=true";

  private AlarmTemplate() {}

  static String of(List<Alarm> alarms) {
    Map<String, Object> parameters = parameters();
    Map<String, Object> resources = Topics.resources();
    for (Alarm alarm : alarms) {
      parameters.put(thresholdOf(alarm), thresholdParameter(alarm));
      resources.put(pascal(alarm.guardrail().id()) + "Alarm", resource(alarm));
    }
    return Json.text(
        object(
            "AWSTemplateFormatVersion",
            "2010-09-09",
            "Description",
            "Redline: alarms of one Spark job, and the topics they tell",
            "Metadata",
            object("Redline", object("Note", GENERATED)),
            "Parameters",
            parameters,
            "Conditions",
            Topics.conditions(),
            "Resources",
            resources,
            "Outputs",
            Topics.outputs()));
  }

  private static Map<String, Object> parameters() {
    Map<String, Object> parameters = new LinkedHashMap<>();
    parameters.put(
        "JobName",
        text(
            1,
            MAX_JOB_NAME_LENGTH,
            "The job's name as published: "
                + Setting.JOB_NAME.key()
                + ", or spark.app.name where that is not set"));
    Map<String, Object> environment =
        text(1, MAX_ENVIRONMENT_LENGTH, "Where the job runs: " + Setting.ENVIRONMENT.key());
    environment.put("Default", Setting.ENVIRONMENT.defaultText().orElseThrow());
    parameters.put("Environment", environment);
    Map<String, Object> namespace =
        text(1, 255, "Where the metrics are: " + Setting.CLOUDWATCH_NAMESPACE.key());
    namespace.put("Default", Metric.DEFAULT_NAMESPACE);
    parameters.put("Namespace", namespace);
    Map<String, Object> runbooks =
        text(0, MAX_RUNBOOKS_LENGTH, "What the runbooks' links start with, without a slash");
    runbooks.put("Default", "docs/runbooks");
    parameters.put("Runbooks", runbooks);
    parameters.put(
        "Period",
        object(
            "Type",
            "Number",
            "Default",
            Alarm.PERIOD.toSeconds(),
            "AllowedValues",
            List.of(10, 30, 60, 300),
            "Description",
            "Seconds between two looks at a metric; below 60 only where "
                + Setting.CLOUDWATCH_STEP.key()
                + " is as short"));
    parameters.putAll(Topics.parameters());
    return parameters;
  }

  private static Map<String, Object> text(int minLength, int maxLength, String description) {
    return object(
        "Type", "String",
        "MinLength", minLength,
        "MaxLength", maxLength,
        "Description", description);
  }

  private static Map<String, Object> thresholdParameter(Alarm alarm) {
    return object(
        "Type",
        "Number",
        "Default",
        new BigDecimal(alarm.threshold().limit()).stripTrailingZeros().toPlainString(),
        "Description",
        "The limit of "
            + alarm.metric().cloudWatchName()
            + " in "
            + alarm.metric().unit().cloudWatchName());
  }

  private static Map<String, Object> resource(Alarm alarm) {
    List<Object> actions = List.of(ref(Topics.topic(alarm.severity())));
    return object(
        "Type",
        "AWS::CloudWatch::Alarm",
        "Properties",
        object(
            "AlarmName", sub("${Environment}-${JobName}-" + alarm.id()),
            "AlarmDescription", sub(description(alarm)),
            "Namespace", ref("Namespace"),
            "MetricName", alarm.metric().cloudWatchName(),
            "Dimensions", dimensions(alarm),
            "Statistic", alarm.statistic(),
            "Period", ref("Period"),
            "EvaluationPeriods", alarm.evaluationPeriods(),
            "DatapointsToAlarm", alarm.datapoints(),
            "ComparisonOperator", alarm.threshold().comparison().cloudWatchName(),
            "Threshold", ref(thresholdOf(alarm)),
            "TreatMissingData", Alarm.MISSING_DATA,
            "AlarmActions", actions,
            "OKActions", actions));
  }

  private static List<Map<String, Object>> dimensions(Alarm alarm) {
    return alarm.metric().dimensions().stream()
        .map(dimension -> object("Name", dimension.key(), "Value", ref(parameter(dimension))))
        .toList();
  }

  private static String parameter(Dimension dimension) {
    return switch (dimension) {
      case JOB_NAME -> "JobName";
      case ENVIRONMENT -> "Environment";
      case CAUSE ->
          throw new IllegalArgumentException(
              "an alarm on one cause of losses is blind to the others; use the counted losses");
    };
  }

  /** For whoever is woken: what it means, whose it is, the limit, and what to do. */
  static String description(Alarm alarm) {
    String side =
        switch (alarm.threshold().comparison()) {
          case ABOVE -> "above ";
          case AT_LEAST -> "at least ";
          case BELOW -> "below ";
        };
    return alarm.guardrail().meaning()
        + ". Job ${JobName} in ${Environment}: "
        + alarm.metric().cloudWatchName()
        + " is "
        + side
        + "${"
        + thresholdOf(alarm)
        + "} "
        + alarm.metric().unit().cloudWatchName()
        + ". Runbook: ${Runbooks}/"
        + alarm.guardrail().runbook()
        + ".md";
  }

  private static String thresholdOf(Alarm alarm) {
    return pascal(alarm.guardrail().id()) + "Threshold";
  }

  private static String pascal(String kebab) {
    return Arrays.stream(kebab.split("-"))
        .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
        .collect(Collectors.joining());
  }
}
