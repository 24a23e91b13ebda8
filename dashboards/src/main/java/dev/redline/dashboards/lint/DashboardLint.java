package dev.redline.dashboards.lint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;

/**
 * Finds what is wrong with the body of a CloudWatch dashboard before CloudWatch, or nobody, says
 * so. CloudWatch takes a widget on a metric that does not exist and shows an empty graph.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html">Dashboard
 *     body structure and syntax</a>
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html">CloudWatch
 *     quotas</a>
 */
public final class DashboardLint {
  static final int MAX_WIDGETS = 500;
  static final int MAX_METRICS_OF_WIDGET = 500;
  static final int MAX_METRICS = 2_500;

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final Published published;
  private final Findings findings = new Findings();
  private int metrics;

  private DashboardLint(Published published) {
    this.published = published;
  }

  /** All that is wrong with a body, in the order of the body where that is possible. */
  public static List<Finding> check(String body, Published published) {
    DashboardLint lint = new DashboardLint(published);
    try {
      lint.check(MAPPER.readTree(body));
    } catch (JsonProcessingException e) {
      lint.findings.say(Finding.Rule.JSON, "", "is not valid JSON: " + e.getOriginalMessage());
    }
    return lint.findings.all();
  }

  private void check(JsonNode body) {
    BodySchema.check(body, findings);
    JsonNode widgets = body.path("widgets");
    if (widgets.size() > MAX_WIDGETS) {
      limit("/widgets", widgets.size() + " widgets", MAX_WIDGETS);
    }
    Grid.check(widgets, findings);
    for (int i = 0; i < widgets.size(); i++) {
      widget(widgets.get(i), "/widgets/" + i + "/properties");
    }
    if (metrics > MAX_METRICS) {
      limit("", metrics + " metrics, hidden ones included,", MAX_METRICS);
    }
    Variables.check(body, published, findings);
  }

  private void widget(JsonNode widget, String where) {
    JsonNode properties = widget.path("properties");
    List<Series> all = Series.all(properties.path("metrics"), where + "/metrics", findings);
    metrics += properties.path("metrics").size();
    if (properties.path("metrics").size() > MAX_METRICS_OF_WIDGET) {
      limit(
          where + "/metrics",
          properties.path("metrics").size() + " metrics",
          MAX_METRICS_OF_WIDGET);
    }
    String statistic = properties.path("stat").asText("Average");
    for (Series series : all) {
      if (!series.isExpression()) {
        Metrics.check(series, series.options().path("stat").asText(statistic), published, findings);
      }
    }
    Expressions.check(all, published, findings);
  }

  private void limit(String where, String amount, int limit) {
    findings.say(
        Finding.Rule.LIMITS,
        where,
        amount + " are more than the " + limit + " that CloudWatch takes");
  }
}
