package dev.redline.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.redline.catalog.GeneratedFile;
import dev.redline.catalog.Guardrail;
import dev.redline.catalog.Metric;
import dev.redline.dashboards.lint.DashboardLint;
import dev.redline.dashboards.lint.Published;
import dev.redline.listener.signal.LossCause;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Checks the body against what CloudWatch allows and what the agent publishes. */
class DashboardsTest {
  private static final Target NIGHTLY =
      Target.job("nightly", "prod", "eu-west-1").withAlarms("123456789012");
  private static final JsonMapper MAPPER = new JsonMapper();

  private final JsonNode body = read(Dashboards.body(NIGHTLY));

  @Test
  void committedFilesAreFresh() throws Exception {
    GeneratedFile.assertFresh("dashboards/redline-dashboard.template.json", Dashboards.template());
    GeneratedFile.assertFresh("dashboards/redline-dashboard.body.json", Dashboards.body());
  }

  @Test
  void hasNothingThatTheLinterFinds() {
    assertThat(DashboardLint.check(body.toString(), Published.of("Redline", Set.of()))).isEmpty();
  }

  @Test
  void showsEveryPanelOfTheLayout() {
    List<String> titles = new ArrayList<>();
    body.get("widgets").forEach(w -> titles.add(w.get("properties").path("title").asText()));
    Layout.redline()
        .panels()
        .forEach(panel -> assertThat(titles).anyMatch(title -> title.startsWith(panel.title())));
  }

  @Test
  void showsEveryMetricThatTheAgentPublishes() {
    Set<String> shown =
        metrics().stream().map(line -> line.get(1).textValue()).collect(Collectors.toSet());
    // The total says the same, and says it also of a run that began before the time shown.
    // Stops are shown whatever their cause; the alarms beside them say which.
    Set<Metric> left = EnumSet.of(Metric.SHUFFLE_WRITTEN, Metric.RUN_STOPS);
    assertThat(Arrays.stream(Metric.values()).filter(metric -> !left.contains(metric)))
        .allSatisfy(metric -> assertThat(shown).contains(metric.cloudWatchName()));
  }

  @Test
  void everyLineIsOfTheJobPicked() {
    assertThat(metrics())
        .allSatisfy(line -> assertThat(dimensions(line)).containsEntry("JobName", "nightly"));
  }

  @Test
  void showsGluesMetricsWithTheirExactDimensions() {
    assertThat(metrics().stream().filter(line -> line.get(0).textValue().equals("Glue")))
        .anySatisfy(
            line -> {
              assertThat(line.get(1).textValue()).isEqualTo("glue.driver.workerUtilization");
              assertThat(dimensions(line))
                  .containsExactlyInAnyOrderEntriesOf(
                      Map.of(
                          "JobName", "nightly",
                          "JobRunId", "ALL",
                          "Type", "gauge",
                          "ObservabilityGroup", "resource_utilization"));
            })
        .anySatisfy(
            line ->
                assertThat(dimensions(line))
                    .containsExactlyInAnyOrderEntriesOf(
                        Map.of("JobName", "nightly", "JobRunId", "ALL", "Type", "count")));
  }

  @Test
  void addsUpWhatTheWorkersCost() {
    JsonNode expression =
        metricWidgets().stream()
            .filter(widget -> widget.get("title").textValue().equals("Cost of the workers"))
            .findFirst()
            .orElseThrow()
            .get("metrics")
            .get(0)
            .get(0)
            .get("expression");
    assertThat(expression.textValue())
        .isEqualTo("RUNNING_SUM((m1 + 1) * PERIOD(m1) / 3600 * 0.44)");
  }

  @Test
  void showsAlarmsWhereTheAccountIsKnown() {
    JsonNode alarms =
        StreamSupport.stream(body.get("widgets").spliterator(), false)
            .filter(widget -> widget.get("type").textValue().equals("alarm"))
            .findFirst()
            .orElseThrow()
            .get("properties");
    assertThat(alarms.get("title").textValue()).isEqualTo("Alarms of nightly in prod");
    assertThat(alarms.get("alarms").get(0).textValue())
        .startsWith("arn:aws:cloudwatch:eu-west-1:123456789012:alarm:prod-nightly-");
    assertThat(Dashboards.body()).doesNotContain("\"alarm\"");
  }

  @Test
  void showsTheLossesOfEveryCause() {
    assertThat(metrics().stream().map(line -> dimensions(line).get("Cause")).filter(c -> c != null))
        .containsExactlyElementsOf(Arrays.stream(LossCause.values()).map(Enum::name).toList());
  }

  @Test
  void drawsTheCatalogsLimitsWhereTheMetricsAre() {
    assertThat(annotations("Shuffle written so far"))
        .containsExactly(Map.entry("redline 10 GiB", Guardrail.SHUFFLE.threshold().limit()));
    assertThat(annotations("Executor memory, hottest executor"))
        .containsExactly(Map.entry("redline 80 %: live heap, memory overhead", 80.0));
    assertThat(annotations("Worker utilization over time"))
        .containsExactly(Map.entry("redline 20 %", 20.0));
    assertThat(annotations("Spilled to disk"))
        .containsExactly(
            Map.entry(
                "redline 10 GiB: in a quarter of an hour", Guardrail.SPILL.threshold().limit()));
    assertThat(annotations("Shuffle written anew"))
        .containsExactly(Map.entry("redline 1 GiB", Guardrail.REPEATED_WORK.threshold().limit()));
    assertThat(annotations("Rows rejected"))
        .containsExactly(Map.entry("redline 1 %", Guardrail.REJECTED_ROWS.threshold().limit()));
    assertThat(annotations("Requests to CloudWatch that failed"))
        .containsExactly(Map.entry("redline 3", Guardrail.PUBLISH_FAILURES.threshold().limit()));
    assertThat(titles())
        .contains("Shuffle written (redline 10 GiB)", "Peak live heap (redline 80 %)");
  }

  /** What the alarm compares: the same period and the same sum. */
  @Test
  void readsGuardrailsOnAQuarterOfAnHourByQuartersOfAnHour() {
    for (Guardrail guardrail : Guardrail.values()) {
      if (guardrail.basis() != Guardrail.Basis.ANY_TIME) {
        assertThat(metrics())
            .as(guardrail.id())
            .anySatisfy(
                line -> {
                  assertThat(line.get(1).textValue())
                      .isEqualTo(guardrail.metric().cloudWatchName());
                  assertThat(line.get(line.size() - 1).path("period").asInt()).isEqualTo(900);
                  assertThat(line.get(line.size() - 1).path("stat").asText()).isEqualTo("Sum");
                });
      }
    }
  }

  @Test
  void saysThatItIsGenerated() {
    JsonNode first = body.get("widgets").get(0);
    assertThat(first.get("type").textValue()).isEqualTo("text");
    assertThat(first.get("properties").get("markdown").textValue()).contains("do not edit");
  }

  @Test
  void letsTheReaderPickJobAndEnvironment() {
    assertThat(body.get("variables")).hasSize(2);
    JsonNode job = body.get("variables").get(0);
    assertThat(job.get("property").textValue()).isEqualTo("JobName");
    assertThat(job.get("defaultValue").textValue()).isEqualTo("nightly");
    assertThat(job.get("search").textValue())
        .isEqualTo("{\"Redline\",JobName,Environment} MetricName=\"redline.guard.alive.value\"");
    assertThat(read(Dashboards.body()).get("variables").get(0).get("defaultValue").textValue())
        .isEqualTo("__FIRST");
  }

  @Test
  void templateGivesTheBodyOfItsParameters() {
    JsonNode template = read(Dashboards.template());
    JsonNode dashboard = template.get("Resources").get("Dashboard");
    assertThat(dashboard.get("Type").textValue()).isEqualTo("AWS::CloudWatch::Dashboard");
    String substituted =
        dashboard
            .get("Properties")
            .get("DashboardBody")
            .get("Fn::Sub")
            .get(0)
            .textValue()
            .replace("${PublishedJob}", "nightly")
            .replace("${JobName}", "nightly")
            .replace("${Environment}", "prod")
            .replace("${Namespace}", "Redline")
            .replace("${WorkerHourPrice}", "0.44")
            .replace("${AWS::Partition}", "aws")
            .replace("${AWS::AccountId}", "123456789012")
            .replace("${AWS::Region}", "eu-west-1");
    assertThat(substituted).doesNotContain("${");
    assertThat(read(substituted)).isEqualTo(body);
  }

  @Test
  void templateRefusesNamesThatWouldBreakTheBody() {
    String pattern =
        read(Dashboards.template())
            .get("Parameters")
            .get("JobName")
            .get("AllowedPattern")
            .textValue();
    assertThat("nightly load/orders (v2) <x>").matches(pattern);
    assertThat("a\"b").doesNotMatch(pattern);
    assertThat("a\\b").doesNotMatch(pattern);
    assertThat("").doesNotMatch(pattern);
    assertThat("a\nb").doesNotMatch(pattern);
  }

  private List<JsonNode> metricWidgets() {
    return StreamSupport.stream(body.get("widgets").spliterator(), false)
        .filter(widget -> widget.get("type").textValue().equals("metric"))
        .map(widget -> widget.get("properties"))
        .toList();
  }

  private List<String> titles() {
    return metricWidgets().stream().map(widget -> widget.get("title").textValue()).toList();
  }

  /** Lines that are metrics, not expressions. */
  private List<JsonNode> metrics() {
    List<JsonNode> metrics = new ArrayList<>();
    for (JsonNode properties : metricWidgets()) {
      properties.get("metrics").forEach(metrics::add);
    }
    return metrics.stream().filter(line -> line.get(0).isTextual()).toList();
  }

  private static Map<String, String> dimensions(JsonNode line) {
    Map<String, String> dimensions = new TreeMap<>();
    for (int i = 2; i + 1 < line.size() && line.get(i).isTextual(); i += 2) {
      dimensions.put(line.get(i).textValue(), line.get(i + 1).textValue());
    }
    return dimensions;
  }

  private List<Map.Entry<String, Double>> annotations(String title) {
    JsonNode properties =
        metricWidgets().stream()
            .filter(widget -> widget.get("title").textValue().equals(title))
            .findFirst()
            .orElseThrow();
    List<Map.Entry<String, Double>> annotations = new ArrayList<>();
    for (JsonNode line : properties.get("annotations").get("horizontal")) {
      annotations.add(Map.entry(line.get("label").textValue(), line.get("value").doubleValue()));
    }
    return annotations;
  }

  private static JsonNode read(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
