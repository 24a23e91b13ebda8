package dev.redline.alarms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.redline.catalog.Dimension;
import dev.redline.catalog.GeneratedFile;
import dev.redline.catalog.Guardrail;
import dev.redline.catalog.Metric;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AlarmsTest {
  private static final int MAX_NAME_LENGTH = 255;
  private static final int MAX_DESCRIPTION_LENGTH = 1024;
  private static final int LONGEST_NUMBER = 24;

  private final JsonNode template = read(Alarms.template());

  @Test
  void committedTemplateIsFresh() throws Exception {
    GeneratedFile.assertFresh(Alarms.TEMPLATE_PATH, Alarms.template());
  }

  @Test
  void everyGuardrailHasOneAlarm() {
    assertThat(Alarms.all()).extracting(Alarm::guardrail).containsExactly(Guardrail.values());
    assertThat(alarms()).hasSize(Guardrail.values().length);
  }

  @ParameterizedTest
  @EnumSource(Guardrail.class)
  void watchesASeriesThatIsPublished(Guardrail guardrail) {
    JsonNode alarm = alarm(guardrail);

    Metric metric =
        Arrays.stream(Metric.values())
            .filter(m -> m.cloudWatchName().equals(alarm.path("MetricName").asText()))
            .findFirst()
            .orElseThrow();
    Set<String> dimensions = new TreeSet<>();
    alarm.path("Dimensions").forEach(d -> dimensions.add(d.path("Name").asText()));
    assertThat(dimensions)
        .isEqualTo(
            metric.dimensions().stream()
                .map(Dimension::key)
                .collect(Collectors.toCollection(TreeSet::new)));
    assertThat(alarm.path("Statistic").asText()).isEqualTo(metric.kind().statistic());
    assertThat(alarm.has("Unit")).as("a unit only ever hides data from an alarm").isFalse();
  }

  @ParameterizedTest
  @EnumSource(Guardrail.class)
  void defaultsToTheCatalogsLimit(Guardrail guardrail) {
    JsonNode threshold = parameters().path(alarm(guardrail).path("Threshold").path("Ref").asText());

    assertThat(threshold.path("Default").asDouble()).isEqualTo(guardrail.threshold().limit());
  }

  @ParameterizedTest
  @EnumSource(Guardrail.class)
  void tellsItsSeveritysTopicThatItIsBadAndThatItIsGoodAgain(Guardrail guardrail) {
    String topic =
        switch (guardrail.severity()) {
          case PAGE -> "PageTopic";
          case TICKET -> "TicketTopic";
        };

    assertThat(alarm(guardrail).path("AlarmActions").findValuesAsText("Ref"))
        .containsExactly(topic);
    assertThat(alarm(guardrail).path("OKActions").findValuesAsText("Ref")).containsExactly(topic);
  }

  @ParameterizedTest
  @EnumSource(Guardrail.class)
  void namesAndDescriptionsFitWhateverTheParametersSay(Guardrail guardrail) {
    int job = parameters().path("JobName").path("MaxLength").asInt();
    int environment = parameters().path("Environment").path("MaxLength").asInt();
    int runbooks = parameters().path("Runbooks").path("MaxLength").asInt();

    String name = alarm(guardrail).path("AlarmName").path("Fn::Sub").asText();
    assertThat(
            name.replace("${JobName}", "j".repeat(job))
                .replace("${Environment}", "e".repeat(environment)))
        .hasSizeLessThanOrEqualTo(MAX_NAME_LENGTH);
    String description = alarm(guardrail).path("AlarmDescription").path("Fn::Sub").asText();
    assertThat(
            description
                .replace("${JobName}", "j".repeat(job))
                .replace("${Environment}", "e".repeat(environment))
                .replace("${Runbooks}", "r".repeat(runbooks))
                .replaceAll("\\$\\{\\w+Threshold}", "9".repeat(LONGEST_NUMBER)))
        .hasSizeLessThanOrEqualTo(MAX_DESCRIPTION_LENGTH)
        .doesNotContain("${");
    assertThat(description).contains(guardrail.meaning(), guardrail.runbook() + ".md");
  }

  @Test
  void everyReferenceHasATarget() {
    Set<String> known = new TreeSet<>(Set.of("AWS::AccountId"));
    parameters().fieldNames().forEachRemaining(known::add);
    template.path("Resources").fieldNames().forEachRemaining(known::add);

    assertThat(known).containsAll(template.findValuesAsText("Ref"));
  }

  @Test
  void eventBridgeMayUseTheKeyWithoutCondition() {
    List<JsonNode> statements = new ArrayList<>();
    template
        .at("/Resources/TopicKey/Properties/KeyPolicy/Statement")
        .forEach(
            statement -> {
              if (statement.at("/Principal/Service").asText().equals("events.amazonaws.com")) {
                statements.add(statement);
              }
            });

    assertThat(statements)
        .singleElement()
        .satisfies(statement -> assertThat(statement.has("Condition")).isFalse());
  }

  @Test
  void anAlarmNeedsNoMoreBadPeriodsThanItLooksAt() {
    assertThatThrownBy(() -> new Alarm(Guardrail.SHUFFLE, 4, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("4 of 3");
  }

  private JsonNode parameters() {
    return template.path("Parameters");
  }

  private List<JsonNode> alarms() {
    List<JsonNode> alarms = new ArrayList<>();
    template
        .path("Resources")
        .forEach(
            resource -> {
              if (resource.path("Type").asText().equals("AWS::CloudWatch::Alarm")) {
                alarms.add(resource.path("Properties"));
              }
            });
    return alarms;
  }

  private JsonNode alarm(Guardrail guardrail) {
    String prefix = "${Environment}-${JobName}-" + guardrail.id() + "-";
    return alarms().stream()
        .filter(alarm -> alarm.path("AlarmName").path("Fn::Sub").asText().startsWith(prefix))
        .findFirst()
        .orElseThrow();
  }

  private static JsonNode read(String json) {
    try {
      return new ObjectMapper().readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
