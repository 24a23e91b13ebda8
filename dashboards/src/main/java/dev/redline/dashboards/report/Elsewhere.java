package dev.redline.dashboards.report;

import dev.redline.catalog.Dimension;
import dev.redline.catalog.GlueMetric;
import dev.redline.dashboards.GluePanel;
import dev.redline.dashboards.GluePanel.GlueLine;
import dev.redline.dashboards.Line;
import dev.redline.dashboards.MetricPanel;
import dev.redline.dashboards.Panel;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The panels whose values are in CloudWatch and in no run record, folded away: where to look for
 * them, by name and dimensions.
 */
final class Elsewhere {
  private Elsewhere() {}

  /** Whether a panel is one of them. */
  static boolean is(Panel panel) {
    return panel instanceof GluePanel
        || panel instanceof MetricPanel own
            && own.lines().stream().noneMatch(line -> Readings.isRecorded(line.metric()));
  }

  static Html html(List<Panel> panels, String jobName) {
    return Html.tag("details")
        .with("id", "elsewhere")
        .of(
            Html.tag("summary").of("On the CloudWatch dashboard, not in a run's record"),
            Tables.table(
                "Metrics beside this run, with the dimensions to look for",
                List.of("Panel", "Shows", "Metric", "Dimensions"),
                panels.stream().flatMap(panel -> rows(panel, jobName))));
  }

  private static Stream<List<Html>> rows(Panel panel, String jobName) {
    if (panel instanceof GluePanel glue) {
      return glue.lines().stream().map(line -> row(panel, line, jobName));
    }
    return ((MetricPanel) panel).lines().stream().map(line -> row(panel, line));
  }

  private static List<Html> row(Panel panel, GlueLine line, String jobName) {
    GlueMetric metric = line.metric();
    String dimensions =
        metric.dimensions(jobName).entrySet().stream()
            .map(entry -> entry.getKey() + "=" + entry.getValue())
            .collect(Collectors.joining(", "));
    return cells(
        panel,
        line.label(),
        GlueMetric.NAMESPACE + " " + metric.cloudWatchName(),
        dimensions + "; needs " + metric.neededArgument());
  }

  private static List<Html> row(Panel panel, Line line) {
    String dimensions =
        line.metric().dimensions().stream().map(Dimension::key).collect(Collectors.joining(", "));
    return cells(panel, line.label(), line.metric().cloudWatchName(), dimensions);
  }

  private static List<Html> cells(Panel panel, String label, String metric, String dimensions) {
    return List.of(
        Html.tag("span").with("data-panel", panel.id()).of(panel.title()),
        Html.text(label),
        Html.tag("code").of(metric),
        Html.text(dimensions));
  }
}
