package dev.redline.dashboards.report;

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
        values(series).ifPresent(values -> byId.put(id, values));
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

  private Optional<double[]> values(Series series) {
    return series.namespace().equals(GlueMetric.NAMESPACE)
        ? Optional.empty()
        : history.values(series.name(), series.dimensions());
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
            ? MetricMath.evaluate(name, byId, history.periods(), MetricHistory.PERIOD_SECONDS)
            : values(series);
    return new PreviewLine(
        name,
        options.path("label").asText(name),
        options.path("color").asText(PALETTE.get(number % PALETTE.size())),
        options.path("yAxis").asText("left"),
        options.path("stat").asText(properties.path("stat").asText("Average")),
        unit(series.isExpression() ? operand(series, all) : Optional.of(series)),
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

  private static Unit unit(Optional<Series> series) {
    return series
        .flatMap(
            each ->
                Arrays.stream(Metric.values())
                    .filter(metric -> metric.cloudWatchName().equals(each.name()))
                    .findFirst())
        .map(Metric::unit)
        .orElse(Unit.COUNT);
  }
}
