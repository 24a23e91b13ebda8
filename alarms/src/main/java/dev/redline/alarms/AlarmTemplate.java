package dev.redline.alarms;

import static dev.redline.alarms.Json.object;
import static dev.redline.alarms.Json.ref;
import static dev.redline.alarms.Json.sub;

import dev.redline.alarms.Watch.Series;
import dev.redline.catalog.Dimension;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Renders alarms as a CloudFormation template. One stack serves one job in one environment. */
final class AlarmTemplate {
  static final String SCHEDULED = "HasSchedule";

  private static final String GENERATED =
      "Generated from the catalog; do not edit. To renew: mvn -pl alarms -am test"
          + " -Dredline.update=true";

  private AlarmTemplate() {}

  static String of(List<Alarm> alarms) {
    Map<String, Object> conditions = Topics.conditions();
    conditions.putAll(GlueEvents.conditions());
    conditions.putAll(StackParameters.conditions());
    Object isOff = object("Fn::Equals", List.of(ref(Window.SCHEDULE.name()), "0"));
    conditions.put(SCHEDULED, object("Fn::Not", List.of(isOff)));
    Map<String, Object> resources = Topics.resources();
    resources.putAll(GlueEvents.resources());
    alarms.forEach(alarm -> resources.put(resource(alarm.id()), alarm(alarm, alarms)));
    return Json.text(
        object(
            "AWSTemplateFormatVersion",
            "2010-09-09",
            "Description",
            "Redline: alarms of one Spark job, and the topics they tell",
            "Metadata",
            object("Redline", object("Note", GENERATED)),
            "Parameters",
            StackParameters.of(alarms),
            "Conditions",
            conditions,
            "Resources",
            resources,
            "Outputs",
            Topics.outputs()));
  }

  /** The logical id of an alarm. */
  static String resource(String alarmId) {
    return pascal(alarmId) + "Alarm";
  }

  private static Map<String, Object> alarm(Alarm alarm, List<Alarm> alarms) {
    Map<String, Object> resource = new LinkedHashMap<>();
    if (alarm instanceof MetricAlarm metric) {
      resource.put("Type", "AWS::CloudWatch::Alarm");
      if (alarm.isScheduled()) {
        resource.put("Condition", SCHEDULED);
      }
      resource.put("Properties", properties(metric));
    } else if (alarm instanceof CompositeAlarm composite) {
      resource.put("Type", "AWS::CloudWatch::CompositeAlarm");
      resource.put("Properties", properties(composite, alarms));
    }
    return resource;
  }

  private static Map<String, Object> properties(MetricAlarm alarm) {
    Map<String, Object> properties = named(alarm);
    properties.putAll(watch(alarm));
    Window window = alarm.window();
    properties.put("EvaluationPeriods", number(window.periods()));
    properties.put("DatapointsToAlarm", number(window.datapoints()));
    properties.put("ComparisonOperator", alarm.limit().comparison().cloudWatchName());
    properties.put(
        "Threshold",
        alarm.limitParameter().isEmpty()
            ? (Object) Math.round(alarm.limit().limit())
            : ref(alarm.limitParameter()));
    properties.put("TreatMissingData", alarm.missingData().cloudWatchName());
    return properties;
  }

  private static Map<String, Object> watch(MetricAlarm alarm) {
    if (alarm.watch() instanceof Watch.Math math) {
      List<Object> queries = new ArrayList<>();
      queries.add(object("Id", "result", "Expression", math.expression(), "Label", alarm.id()));
      math.named().forEach((name, one) -> queries.add(query(name, one, alarm.window())));
      return object("Metrics", queries);
    }
    Series series = (Series) alarm.watch();
    Map<String, Object> properties = metric(series);
    properties.put("Statistic", series.statistic());
    properties.put("Period", number(alarm.window().periodSeconds()));
    return properties;
  }

  private static Map<String, Object> query(String id, Series series, Window window) {
    return object(
        "Id",
        id,
        "MetricStat",
        object(
            "Metric", metric(series),
            "Period", number(window.periodSeconds()),
            "Stat", series.statistic()),
        "ReturnData",
        false);
  }

  private static Map<String, Object> metric(Series series) {
    return object(
        "Namespace",
        Json.text(series.namespace()),
        "MetricName",
        series.metricName(),
        "Dimensions",
        series.dimensions().entrySet().stream().map(AlarmTemplate::dimension).toList());
  }

  private static Map<String, Object> dimension(Map.Entry<String, String> dimension) {
    boolean isJob = dimension.getKey().equals(Dimension.JOB_NAME.key());
    Object value = isJob ? StackParameters.publishedJob() : Json.text(dimension.getValue());
    return object("Name", dimension.getKey(), "Value", value);
  }

  private static Map<String, Object> properties(CompositeAlarm alarm, List<Alarm> alarms) {
    Map<String, Object> properties = named(alarm);
    properties.put("AlarmRule", rule(alarm.rule(), alarms));
    if (alarm.tells() != null) {
      List<Object> actions = List.of(ref(Topics.topic(alarm.tells())));
      properties.put("AlarmActions", actions);
      properties.put("OKActions", actions);
    }
    return properties;
  }

  /** A rule must not speak of alarms that this stack does not have. */
  private static Object rule(Rule rule, List<Alarm> alarms) {
    List<String> scheduled = alarms.stream().filter(Alarm::isScheduled).map(Alarm::id).toList();
    Object all = sub(text(rule));
    if (rule instanceof Rule.Any any && rule.alarmIds().stream().anyMatch(scheduled::contains)) {
      Rule fewer =
          new Rule.Any(
              any.rules().stream()
                  .filter(one -> one.alarmIds().stream().noneMatch(scheduled::contains))
                  .toList());
      return object("Fn::If", List.of(SCHEDULED, all, sub(text(fewer))));
    }
    return all;
  }

  private static String text(Rule rule) {
    return rule.text(id -> "${" + resource(id) + ".Arn}");
  }

  private static Map<String, Object> named(Alarm alarm) {
    return object(
        "AlarmName",
        sub(Alarms.name("${Environment}", "${JobName}", alarm)),
        "AlarmDescription",
        sub(Descriptions.of(alarm)));
  }

  private static Object number(Amount amount) {
    return amount instanceof Amount.Parameter parameter
        ? ref(parameter.name())
        : ((Amount.Fixed) amount).value();
  }

  static String pascal(String kebab) {
    return Arrays.stream(kebab.split("-"))
        .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
        .collect(Collectors.joining());
  }
}
