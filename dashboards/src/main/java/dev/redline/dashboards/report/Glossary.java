package dev.redline.dashboards.report;

import dev.redline.catalog.Metric;
import dev.redline.dashboards.Layout;
import dev.redline.dashboards.Line;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the numbers mean, in the catalog's words, folded away. */
final class Glossary {
  private Glossary() {}

  static Html html(Layout layout) {
    Map<Metric, String> metrics = new LinkedHashMap<>();
    layout
        .metricPanels()
        .forEach(
            panel -> {
              for (Line line : panel.lines()) {
                metrics.putIfAbsent(line.metric(), line.metric().description());
              }
            });
    return Html.tag("details")
        .with("id", "glossary")
        .of(
            Html.tag("summary").of("What the numbers mean"),
            Html.tag("dl")
                .of(
                    metrics.entrySet().stream()
                        .map(
                            entry ->
                                Html.tag("div")
                                    .of(
                                        Html.tag("dt")
                                            .of(Html.tag("code").of(entry.getKey().meterName())),
                                        Html.tag("dd").of(entry.getValue() + ".")))));
  }
}
