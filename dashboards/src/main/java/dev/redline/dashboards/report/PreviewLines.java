package dev.redline.dashboards.report;

import static dev.redline.dashboards.report.MetricHistory.PERIOD_SECONDS;

import com.fasterxml.jackson.databind.JsonNode;
import dev.redline.catalog.GlueMetric;
import dev.redline.catalog.Metric;
import dev.redline.catalog.Unit;
import dev.redline.dashboards.lint.Series;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the lines of a widget and finds their values.
 *
 * @param history the values
 */
record PreviewLines(MetricHistory history) {
  private static final List<String> PALETTE =
      List.of("#1f77b4", "#ff7f0e", "#2ca02c", "#9467bd", "#8c564b", "#e377c2", "#17becf");

  List<PreviewLine> of(JsonNode properties) {
    List<Series> all = Series.all(properties.path("metrics"));
    Map<String, double[]> byId = new HashMap<>();
    for (Series series : all) {
      String id = series.options().path("id").asText("");
      if (!series.isExpression() && !id.isEmpty()) {
        values(series, properties).ifPresent(values -> byId.put(id, values));
      }
    }
    List<PreviewLine> lines = new ArrayList<>();
    for (Series series : all) {
      if (series.options().path("visible").asBoolean(true)) {
        lines.add(line(series, properties, byId, all, lines.size()));
      }
    }
    return lines;
  }

  private Optional<double[]> values(Series series, JsonNode properties) {
    if (series.namespace().equals(GlueMetric.NAMESPACE)) {
      return Optional.empty();
    }
    int seconds =
        series.options().path("period").asInt(properties.path("period").asInt(PERIOD_SECONDS));
    return history
        .values(series.name(), series.dimensions())
        .map(values -> history.inPeriods(values, seconds, statistic(series, properties)));
  }

  private static String statistic(Series series, JsonNode properties) {
    return series.options().path("stat").asText(properties.path("stat").asText("Average"));
  }

  private PreviewLine line(
      Series series,
      JsonNode properties,
      Map<String, double[]> byId,
      List<Series> all,
      int number) {
    JsonNode options = series.options();
    String name = series.isExpression() ? series.expression() : series.name();
    Optional<double[]> values =
        series.isExpression()
            ? MetricMath.evaluate(name, byId, history.periods(), PERIOD_SECONDS)
            : values(series, properties);
    return new PreviewLine(
        name,
        options.path("label").asText(name),
        options.path("color").asText(PALETTE.get(number % PALETTE.size())),
        options.path("yAxis").asText("left"),
        statistic(series, properties),
        unit(series.isExpression() ? operand(series, all) : Optional.of(series), properties),
        values);
  }

  /** The one metric of an expression such as a running sum, whose unit it keeps. */
  private static Optional<Series> operand(Series expression, List<Series> all) {
    return all.stream()
        .filter(each -> !each.isExpression())
        .filter(
            each ->
                expression
                    .expression()
                    .equals("RUNNING_SUM(" + each.options().path("id").asText() + ")"))
        .findFirst();
  }

  /** That of the metric; of other math, what the axis is called. */
  private static Unit unit(Optional<Series> series, JsonNode properties) {
    return series
        .flatMap(
            each ->
                Arrays.stream(Metric.values())
                    .filter(metric -> metric.cloudWatchName().equals(each.name()))
                    .findFirst())
        .map(Metric::unit)
        .orElse(
            properties.at("/yAxis/left/label").asText().equals(Unit.PERCENT.cloudWatchName())
                ? Unit.PERCENT
                : Unit.COUNT);
  }
}
