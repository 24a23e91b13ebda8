package dev.redline.dashboards;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.redline.catalog.Dimension;
import dev.redline.catalog.GeneratedFile;
import dev.redline.catalog.Guardrail;
import dev.redline.catalog.Metric;
import dev.redline.listener.signal.LossCause;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
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
      new Target("Redline", "nightly", "prod", "eu-west-1", false);
  private static final JsonMapper MAPPER = new JsonMapper();

  private final JsonNode body = read(Dashboards.body(NIGHTLY));

  @Test
  void committedFilesAreFresh() throws Exception {
    GeneratedFile.assertFresh("dashboards/redline-dashboard.template.json", Dashboards.template());
    GeneratedFile.assertFresh("dashboards/redline-dashboard.body.json", Dashboards.body());
  }

  @Test
  void widgetsStayInTheGridAndDoNotOverlap() {
    Set<String> taken = new HashSet<>();
    for (JsonNode widget : body.get("widgets")) {
      int x = widget.get("x").intValue();
      int y = widget.get("y").intValue();
      int width = widget.get("width").intValue();
      int height = widget.get("height").intValue();
      assertThat(x).isNotNegative();
      assertThat(width).isBetween(1, 24);
      assertThat(x + width).isLessThanOrEqualTo(24);
      assertThat(height).isBetween(1, 1000);
      for (int column = x; column < x + width; column++) {
        for (int row = y; row < y + height; row++) {
          assertThat(taken.add(column + "," + row)).as("%s is taken twice", widget).isTrue();
        }
      }
    }
  }

  @Test
  void staysWithinTheLimitsOfDashboards() {
    assertThat(body.get("widgets")).hasSizeLessThanOrEqualTo(500);
    int metrics = 0;
    for (JsonNode properties : metricWidgets()) {
      assertThat(properties.get("metrics")).hasSizeBetween(1, 500);
      metrics += properties.get("metrics").size();
    }
    assertThat(metrics).isLessThanOrEqualTo(2500);
  }

  @Test
  void everyMetricIsOneThatTheAgentPublishesWithExactlyItsDimensions() {
    Map<String, Metric> known =
        Arrays.stream(Metric.values()).collect(Collectors.toMap(Metric::cloudWatchName, m -> m));
    for (JsonNode line : metrics()) {
      assertThat(line.get(0).textValue()).isEqualTo("Redline");
      assertThat(known).containsKey(line.get(1).textValue());
      Metric metric = requireNonNull(known.get(line.get(1).textValue()));
      assertThat(dimensions(line).keySet())
          .containsExactlyInAnyOrderElementsOf(
              metric.dimensions().stream().map(Dimension::key).toList());
      assertThat(dimensions(line))
          .containsEntry("JobName", "nightly")
          .containsEntry("Environment", "prod");
    }
  }

  @Test
  void showsTheLossesOfEveryCause() {
    assertThat(metrics().stream().map(line -> dimensions(line).get("Cause")).filter(c -> c != null))
        .containsExactlyElementsOf(Arrays.stream(LossCause.values()).map(Enum::name).toList());
  }

  @Test
  void expressionsUseMetricsOfTheSameWidget() {
    for (JsonNode properties : metricWidgets()) {
      Set<String> ids = new HashSet<>();
      properties
          .get("metrics")
          .forEach(line -> ids.add(line.get(line.size() - 1).path("id").textValue()));
      for (JsonNode line : properties.get("metrics")) {
        JsonNode expression = line.get(0).path("expression");
        if (expression.isTextual()) {
          assertThat(expression.textValue()).startsWith("RUNNING_SUM(").endsWith(")");
          assertThat(ids).contains(expression.textValue().replaceAll("\\w+\\((\\w+)\\)", "$1"));
        }
      }
    }
  }

  @Test
  void drawsTheCatalogsLimitsWhereTheMetricsAre() {
    assertThat(annotations("Shuffle written so far"))
        .containsExactly(Map.entry("redline 10 GiB", Guardrail.SHUFFLE.threshold().limit()));
    assertThat(annotations("Executor memory, hottest executor"))
        .containsExactly(Map.entry("redline 80 %: live heap, memory overhead", 80.0));
    assertThat(annotations("Worker utilization over time"))
        .containsExactly(Map.entry("redline 20 %", 20.0));
    assertThat(titles())
        .contains("Shuffle written (redline 10 GiB)", "Peak live heap (redline 80 %)");
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
            .textValue()
            .replace("${JobName}", "nightly")
            .replace("${Environment}", "prod")
            .replace("${Namespace}", "Redline")
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
