package dev.redline.cloud;

import dev.redline.alarms.Alarm;
import dev.redline.alarms.Alarms;
import dev.redline.alarms.CompositeAlarm;
import dev.redline.alarms.MetricAlarm;
import dev.redline.catalog.Guardrail.Severity;
import dev.redline.cloud.StackCheck.Deployed;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.AlarmType;

/** The alarms as CloudWatch has them, against what the stack's parameters say: changes by hand. */
final class AlarmCheck {
  private final Deployed deployed;
  private final Map<String, Double> numbers = new HashMap<>();
  private final Map<String, software.amazon.awssdk.services.cloudwatch.model.MetricAlarm> metric =
      new HashMap<>();
  private final Map<String, software.amazon.awssdk.services.cloudwatch.model.CompositeAlarm>
      composite = new HashMap<>();

  AlarmCheck(CloudWatchClient cloudWatch, Deployed deployed) {
    this.deployed = deployed;
    deployed
        .parameters()
        .forEach(
            (name, value) -> {
              if (value.matches("[0-9.]+")) {
                numbers.put(name, Double.valueOf(value));
              }
            });
    String prefix = deployed.environment() + "-" + deployed.job() + "-";
    cloudWatch
        .describeAlarmsPaginator(
            r ->
                r.alarmNamePrefix(prefix)
                    .alarmTypes(AlarmType.METRIC_ALARM, AlarmType.COMPOSITE_ALARM))
        .forEach(
            page -> {
              page.metricAlarms().forEach(alarm -> metric.put(alarm.alarmName(), alarm));
              page.compositeAlarms().forEach(alarm -> composite.put(alarm.alarmName(), alarm));
            });
  }

  Check check() {
    List<String> problems = new ArrayList<>();
    for (Alarm alarm : Alarms.all()) {
      if (alarm.isDeployed(numbers)) {
        String problem = problem(alarm);
        if (problem != null) {
          problems.add(alarm.id() + " " + problem);
        }
      }
    }
    return problems.isEmpty()
        ? Check.ok("alarms", (metric.size() + composite.size()) + " are as the stack says")
        : Check.fail(
            "alarms", String.join("; ", problems) + ": changed by hand; deploy the stack again");
  }

  private @Nullable String problem(Alarm alarm) {
    String name = Alarms.name(deployed.environment(), deployed.job(), alarm);
    return alarm instanceof MetricAlarm ours
        ? problem(ours, metric.get(name))
        : problem((CompositeAlarm) alarm, composite.get(name));
  }

  private @Nullable String problem(
      MetricAlarm ours,
      software.amazon.awssdk.services.cloudwatch.model.@Nullable MetricAlarm theirs) {
    if (theirs == null) {
      return "is missing";
    }
    double limit = ours.threshold(numbers).limit();
    if (theirs.threshold() == null || Math.abs(theirs.threshold() - limit) > 1e-9 * limit) {
      return "has the limit " + theirs.threshold() + " instead of " + limit;
    }
    int periods = ours.window().periods().in(numbers);
    if (theirs.evaluationPeriods() != periods) {
      return "looks at " + theirs.evaluationPeriods() + " periods instead of " + periods;
    }
    String missing = ours.missingData().cloudWatchName();
    return missing.equals(theirs.treatMissingData())
        ? null
        : "takes missing data for " + theirs.treatMissingData() + " instead of " + missing;
  }

  private @Nullable String problem(
      CompositeAlarm ours,
      software.amazon.awssdk.services.cloudwatch.model.@Nullable CompositeAlarm theirs) {
    if (theirs == null) {
      return "is missing";
    }
    Severity tells = ours.tells();
    if (tells == null) {
      return null;
    }
    String topic = deployed.resources().getOrDefault(Topic.of(tells), "");
    if (!Boolean.TRUE.equals(theirs.actionsEnabled())) {
      return "has its actions disabled: aws cloudwatch enable-alarm-actions";
    }
    return theirs.alarmActions().contains(topic) && theirs.okActions().contains(topic)
        ? null
        : "does not tell " + topic;
  }
}
