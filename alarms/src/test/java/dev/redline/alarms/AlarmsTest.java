package dev.redline.alarms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.redline.alarms.Watch.Series;
import dev.redline.catalog.Dimension;
import dev.redline.catalog.GeneratedFile;
import dev.redline.catalog.Guardrail;
import dev.redline.catalog.Guardrail.Severity;
import dev.redline.catalog.Metric;
import dev.redline.catalog.StopCause;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AlarmsTest {
  private final Template template = Template.rendered();

  @Test
  void committedTemplateIsFresh() throws Exception {
    GeneratedFile.assertFresh(Alarms.TEMPLATE_PATH, Alarms.template());
  }

  /** What CloudFormation takes without a bucket. */
  @Test
  void canBeDeployedWithoutABucket() {
    assertThat(Alarms.template()).hasSizeLessThan(51_200).isASCII();
  }

  static Stream<MetricAlarm> metricAlarms() {
    return Alarms.all().stream().filter(MetricAlarm.class::isInstance).map(MetricAlarm.class::cast);
  }

  @Test
  void idsAreUniqueAndEveryAlarmIsRendered() {
    assertThat(Alarms.all()).extracting(Alarm::id).doesNotHaveDuplicates();
    assertThat(template.alarms().keySet())
        .containsExactlyInAnyOrderElementsOf(Alarms.all().stream().map(Alarm::id).toList());
  }

  @Test
  void everyGuardrailAndEveryCauseOfAStopHasAnAlarm() {
    assertThat(metricAlarms().map(MetricAlarm::id))
        .containsAll(
            Arrays.stream(Guardrail.values())
                .filter(guardrail -> guardrail != Guardrail.RUN_STOPPED)
                .map(Guardrail::id)
                .toList());
    assertThat(
            metricAlarms()
                .map(alarm -> alarm.watch().series().get(0).cause())
                .filter(cause -> !cause.isEmpty()))
        .containsExactlyElementsOf(Arrays.stream(StopCause.values()).map(Enum::name).toList());
  }

  @ParameterizedTest
  @MethodSource("metricAlarms")
  void watchesExactlyTheDimensionsOfTheCatalog(MetricAlarm alarm) {
    for (Series series : alarm.watch().series()) {
      if (series.namespace().equals(Series.EVENTS_NAMESPACE)) {
        assertThat(series.dimensions()).containsOnlyKeys("RuleName");
        continue;
      }
      Metric metric =
          Arrays.stream(Metric.values())
              .filter(m -> m.cloudWatchName().equals(series.metricName()))
              .findFirst()
              .orElseThrow();
      assertThat(series.dimensions().keySet())
          .isEqualTo(metric.dimensions().stream().map(Dimension::key).collect(Collectors.toSet()));
      assertThat(series.statistic()).isEqualTo(metric.kind().statistic());
    }
    assertThat(template.alarm(alarm.id()).findValues("Unit"))
        .as("a unit only ever hides data from an alarm")
        .isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = "RUN_STOPPED", mode = EnumSource.Mode.EXCLUDE)
  void defaultsToTheCatalogsLimit(Guardrail guardrail) {
    String parameter = template.alarm(guardrail.id()).at("/Threshold/Ref").asText();
    assertThat(template.parameter(parameter).path("Default").asDouble())
        .isEqualTo(guardrail.threshold().limit());
  }

  @Test
  void onlyOneAlarmOfASeverityTellsItsTopicOfBadAndOfGood() {
    Set<String> telling = new TreeSet<>();
    template
        .alarms()
        .forEach(
            (id, alarm) -> {
              if (alarm.has("AlarmActions") || alarm.has("OKActions")) {
                telling.add(id);
                assertThat(alarm.path("OKActions")).isEqualTo(alarm.path("AlarmActions"));
              }
            });
    assertThat(telling).containsExactly("page", "ticket");
    assertThat(template.alarm("page").at("/AlarmActions/0/Ref").asText()).isEqualTo("PageTopic");
    assertThat(template.alarm("ticket").at("/AlarmActions/0/Ref").asText())
        .isEqualTo("TicketTopic");
  }

  @Test
  void everyAlarmIsHeardBySomebody() {
    Set<String> heard = new TreeSet<>(List.of("page", "ticket"));
    Alarms.all().stream()
        .filter(CompositeAlarm.class::isInstance)
        .map(CompositeAlarm.class::cast)
        .forEach(alarm -> heard.addAll(alarm.rule().alarmIds()));
    assertThat(heard)
        .containsExactlyInAnyOrderElementsOf(Alarms.all().stream().map(Alarm::id).toList());
  }

  @Test
  void anAlarmThatIsNotDeployedIsNotSpokenOf() {
    JsonNode rule = template.alarm("page").path("AlarmRule").path("Fn::If");
    assertThat(rule.get(0).asText()).isEqualTo("HasSchedule");
    assertThat(rule.get(1).path("Fn::Sub").asText()).contains("${RunMissingAlarm.Arn}");
    assertThat(rule.get(2).path("Fn::Sub").asText())
        .doesNotContain("RunMissing")
        .contains("${RunStoppedHeapOomAlarm.Arn}");
  }

  @Test
  void rulesAreCloudWatchs() {
    assertThat(template.alarm("guard-silent").path("AlarmRule").path("Fn::Sub").asText())
        .startsWith("NOT (ALARM(\"${RunCompletedAlarm.Arn}\") OR ALARM(")
        .endsWith(") AND ALARM(\"${GuardSeenAlarm.Arn}\") AND ALARM(\"${GuardQuietAlarm.Arn}\")");
    assertThat(template.alarm("memory-with-losses").path("AlarmRule").path("Fn::Sub").asText())
        .isEqualTo(
            "(ALARM(\"${LiveHeapAlarm.Arn}\") OR ALARM(\"${MemoryOverheadAlarm.Arn}\")) AND"
                + " ALARM(\"${ExecutorLossesAlarm.Arn}\")");
  }

  @Test
  void namesDescriptionsAndRulesFitWhateverTheParametersSay() {
    for (Alarm alarm : Alarms.all()) {
      JsonNode rendered = template.alarm(alarm.id());
      String name = template.longest(rendered.path("AlarmName").path("Fn::Sub").asText());
      assertThat(name).hasSizeLessThanOrEqualTo(255);
      assertThat(template.longest(rendered.path("AlarmDescription").path("Fn::Sub").asText()))
          .hasSizeLessThanOrEqualTo(1024)
          .doesNotContain("${")
          .contains(alarm.meaning(), alarm.runbook() + ".md");
      String rule =
          rendered.path("AlarmRule").findValuesAsText("Fn::Sub").stream().findFirst().orElse("");
      assertThat(rule.replaceAll("\\$\\{\\w+\\.Arn}", "a".repeat(60) + name))
          .hasSizeLessThanOrEqualTo(10_240);
    }
  }

  @Test
  void everyRunbookIsThere() {
    for (Alarm alarm : Alarms.all()) {
      assertThat(Template.root().resolve("docs/runbooks/" + alarm.runbook() + ".md")).exists();
    }
  }

  @Test
  void everyReferenceHasATarget() {
    assertThat(template.known()).containsAll(template.references());
  }

  @ParameterizedTest
  @EnumSource
  void telling(Severity severity) {
    assertThat(Alarms.telling(severity).rule().alarmIds()).contains(Alarms.drill(severity).id());
    assertThat(Alarms.name("prod", "load a/b", Alarms.telling(severity)))
        .isEqualTo("prod-load a/b-" + Alarms.telling(severity).id());
  }

  @ParameterizedTest
  @ValueSource(strings = {"key", "topic"})
  void eventBridgeMayPublishWithoutCondition(String policy) {
    List<JsonNode> statements = template.statements(policy, "events.amazonaws.com");
    assertThat(statements).isNotEmpty();
    assertThat(statements).allSatisfy(one -> assertThat(one.has("Condition")).isFalse());
    assertThat(template.statements(policy, "cloudwatch.amazonaws.com")).isNotEmpty();
  }

  @Test
  void aJobNameThatFitsNoAlarmIsRefusedWithTheRemedy() {
    assertThat(StackParameters.problemOf("load sales/2026 (daily)")).isEmpty();
    assertThat(StackParameters.problemOf("x".repeat(300)))
        .contains("300 characters", "1 to 160", "bin/redline templates --job");
    assertThat(StackParameters.problemOf("say \"hi\"")).contains("without a double quote");
    String pattern = template.parameter("JobName").path("AllowedPattern").asText();
    assertThat("load sales/2026 (daily)").matches(pattern);
    assertThat("x\"y").doesNotMatch(pattern);
    assertThat(template.parameter("JobName").path("ConstraintDescription").asText())
        .contains("bin/redline templates --job");
  }

  /** Whatever is published can be watched: 1,024 characters, quotes and backslashes too. */
  @Test
  void everyDimensionHoldsTheNameThatIsPublished() {
    String pattern = template.parameter("PublishedJobName").path("AllowedPattern").asText();
    assertThat("say \"hi\" \\ " + "x".repeat(1000)).matches(pattern);
    assertThat(template.parameter("PublishedJobName").path("MaxLength").asInt()).isEqualTo(1024);
    template
        .alarms()
        .values()
        .forEach(
            alarm ->
                alarm
                    .findValues("Dimensions")
                    .forEach(
                        dimensions ->
                            dimensions.forEach(
                                dimension -> {
                                  if (dimension.path("Name").asText().equals("JobName")) {
                                    assertThat(dimension.at("/Value/Fn::If").toString())
                                        .isEqualTo(
                                            "[\"HasPublishedJobName\",{\"Ref\":\"PublishedJobName\"},"
                                                + "{\"Ref\":\"JobName\"}]");
                                  }
                                })));
  }

  @Test
  void anAlarmNeedsNoMoreBadPeriodsThanItLooksAt() {
    assertThatThrownBy(() -> Window.of(4, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("4 of 3");
    assertThat(Window.SCHEDULE.in(Map.of())).isZero();
  }
}
