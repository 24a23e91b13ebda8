package dev.redline.dashboards.lint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.redline.dashboards.Dashboards;
import dev.redline.dashboards.lint.Finding.Rule;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class DashboardLintTest {
  private static final Published PUBLISHED = Published.of("Redline", Set.of());

  @Test
  void findsNothingInOurOwn() {
    assertThat(DashboardLint.check(Dashboards.body(), PUBLISHED)).isEmpty();
    assertThat(DashboardSource.in(Dashboards.template()))
        .singleElement()
        .satisfies(
            source -> {
              assertThat(source.name()).isEqualTo("Dashboard");
              assertThat(DashboardLint.check(source.body(), PUBLISHED)).isEmpty();
            });
  }

  /** Bodies with one thing wrong; the file's name begins with the rule. */
  static Stream<Path> badBodies() throws IOException, URISyntaxException {
    Path folder =
        Path.of(Objects.requireNonNull(DashboardLintTest.class.getResource("bad")).toURI());
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("badBodies")
  void findsWhatIsWrongAndNothingElse(Path file) throws IOException {
    Rule rule = ruleOf(file);
    assertThat(DashboardLint.check(Files.readString(file), PUBLISHED))
        .isNotEmpty()
        .allSatisfy(finding -> assertThat(finding.rule()).isEqualTo(rule));
  }

  @Test
  void everyRuleHasABadBody() throws Exception {
    Set<Rule> tested = badBodies().map(DashboardLintTest::ruleOf).collect(Collectors.toSet());
    assertThat(new TreeSet<>(tested)).containsExactly(Rule.values());
  }

  private static Rule ruleOf(Path file) {
    String name = file.getFileName().toString();
    return Rule.valueOf(name.substring(0, name.indexOf('-')));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "UNKNOWN_METRIC-without-suffix | the nearest that is: redline.shuffle.total.value",
        "UNKNOWN_METRIC-other-namespace | neither Redline nor Glue publishes in namespace"
            + " 'AWS/Glue'",
        "DIMENSIONS-one-missing | is published with the dimensions [Environment, JobName], not"
            + " [JobName]: as written, it never has data",
        "DIMENSIONS-no-such-cause | Cause of redline.executor.losses.count is 'OOM', must be one"
            + " of",
        "OVERLAP-side-by-side | covers a part of /widgets/0: move one of them",
        "GRID-too-far-right | reaches to column 26 of 24: x is 20, width 6",
        "STATISTIC-sum-of-a-gauge | the sum of its values over time means nothing",
        "EXPRESSION-unknown-id | uses id 'm2', which no metric of its widget has",
        "SCHEMA-unknown-member | tittle",
        "LIMITS-search-too-long | CloudWatch takes 1024",
      })
  void saysWhatToDo(String name, String message) throws Exception {
    Path file =
        badBodies()
            .filter(f -> f.getFileName().toString().startsWith(name + "."))
            .findFirst()
            .orElseThrow();
    assertThat(DashboardLint.check(Files.readString(file), PUBLISHED))
        .anySatisfy(finding -> assertThat(finding.toString()).contains(message));
  }

  @Test
  void countsWidgetsAndMetrics() {
    ObjectNode body = new ObjectMapper().createObjectNode();
    ArrayNode widgets = body.putArray("widgets");
    for (int i = 0; i < 500; i++) {
      widget(widgets, i, 5);
    }
    assertThat(check(body)).as("500 widgets and 2,500 metrics").isEmpty();
    widget(widgets, 500, 1);
    assertThat(check(body))
        .extracting(Finding::message)
        .containsExactly(
            "501 widgets are more than the 500 that CloudWatch takes",
            "2501 metrics, hidden ones included, are more than the 2500 that CloudWatch takes");
  }

  @Test
  void countsTheMetricsOfAWidget() {
    ObjectNode body = new ObjectMapper().createObjectNode();
    widget(body.putArray("widgets"), 0, 501);
    assertThat(check(body))
        .extracting(Finding::message)
        .containsExactly("501 metrics are more than the 500 that CloudWatch takes");
  }

  @Test
  void countsTheSearchesOfAWidget() {
    ObjectNode body = new ObjectMapper().createObjectNode();
    ArrayNode metrics = widget(body.putArray("widgets"), 0, 0);
    for (int i = 0; i < 101; i++) {
      metrics.addArray().addObject().put("expression", "SEARCH('nightly', 'Maximum', 60)");
    }
    assertThat(check(body))
        .extracting(Finding::message)
        .containsExactly("101 searches in one widget, CloudWatch takes 100");
  }

  private static ArrayNode widget(ArrayNode widgets, int number, int metrics) {
    ObjectNode widget = widgets.addObject();
    widget.put("type", "metric").put("x", 0).put("y", 6 * number).put("width", 6).put("height", 6);
    ArrayNode array = widget.putObject("properties").put("region", "eu-west-1").putArray("metrics");
    for (int i = 0; i < metrics; i++) {
      array
          .addArray()
          .add("Redline")
          .add("redline.shuffle.total.value")
          .add("JobName")
          .add("j" + i)
          .add("Environment")
          .add("prod");
    }
    return array;
  }

  @Test
  void readsShorthands() {
    String body =
        """
        {"widgets": [{"type": "metric", "properties": {"region": "eu-west-1", "metrics": [
          ["Redline", "redline.shuffle.total.value", "JobName", "a", "Environment", "prod"],
          ["...", "test"],
          [".", ".", ".", "b", ".", "."],
          [".", "redline.shuffle", ".", "b", ".", "."]
        ]}}]}
        """;
    assertThat(DashboardLint.check(body, PUBLISHED))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.where()).isEqualTo("/widgets/0/properties/metrics/3");
              assertThat(finding.message()).contains("'redline.shuffle'");
            });
  }

  @Test
  void leavesNamespacesOfOthersAlone() {
    String body =
        """
        {"widgets": [{"type": "metric", "properties": {"region": "eu-west-1", "metrics": [
          ["AWS/Redshift", "CPUUtilization", "ClusterIdentifier", "c"]]}}]}
        """;
    assertThat(DashboardLint.check(body, PUBLISHED)).hasSize(1);
    assertThat(DashboardLint.check(body, Published.of("Redline", Set.of("AWS/Redshift"))))
        .isEmpty();
  }

  @Test
  void knowsTheNamespaceThatTheAgentWasGiven() {
    String body =
        Dashboards.body().replace("\"Redline\"", "\"Team\"").replace("{\\\"Redline", "{\\\"Team");
    assertThat(DashboardLint.check(body, PUBLISHED)).isNotEmpty();
    assertThat(DashboardLint.check(body, Published.of("Team", Set.of()))).isEmpty();
  }

  @Test
  void survivesAnyJson() {
    List<String> oddities =
        Arrays.asList(
            "null",
            "1",
            "\"\"",
            "{}",
            "{\"widgets\": 5}",
            "{\"widgets\": [null, 7, []]}",
            "{\"widgets\": [{\"type\": \"metric\", \"properties\": {\"metrics\": [[], [{}], [1, 2],"
                + " {}]}}]}",
            "{\"widgets\": [], \"variables\": [{}, 3]}");
    for (String body : oddities) {
      assertThat(DashboardLint.check(body, PUBLISHED)).as(body).isNotEmpty();
    }
  }

  private static List<Finding> check(ObjectNode body) {
    return DashboardLint.check(body.toString(), PUBLISHED);
  }
}
