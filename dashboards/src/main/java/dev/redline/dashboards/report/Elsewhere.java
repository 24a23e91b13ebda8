package dev.redline.dashboards.report;

import dev.redline.catalog.Dimension;
import dev.redline.catalog.GlueMetric;
import dev.redline.dashboards.GluePanel;
import dev.redline.dashboards.GluePanel.GlueLine;
import dev.redline.dashboards.MetricPanel;
import dev.redline.dashboards.Panel;
import dev.redline.listener.run.RunRecord;
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

  static Html html(List<Panel> panels, RunRecord run) {
    String summary =
        "In CloudWatch only: %s"
            .formatted(
                isOnGlue(run)
                    ? "AWS Glue's own metrics, and publishing"
                    : "publishing, and AWS Glue's own metrics");
    return details(isOnGlue(run))
        .of(
            Html.tag("summary").of(summary),
            Html.tag("p", "none")
                .of(
                    "The driver does not see these, so a run's record has none of them. On the"
                        + " dashboard they are beside the run; by hand, look for namespace, metric and"
                        + " dimensions."),
            Html.tag("div", "elsewhere")
                .of(panels.stream().map(panel -> card(panel, run.application().jobName()))));
  }

  private static Html.Tag details(boolean isOpen) {
    Html.Tag details = Html.tag("details").with("id", "elsewhere");
    return isOpen ? details.with("open", "") : details;
  }

  /** Glue sets these itself; its application names hold the job's. */
  private static boolean isOnGlue(RunRecord run) {
    return run.application().name().startsWith("nativespark-")
        || run.configuration().stream().anyMatch(entry -> entry.key().startsWith("spark.glue."));
  }

  private static Html card(Panel panel, String jobName) {
    return Html.tag("article", "tile")
        .with("data-panel", panel.id())
        .of(
            Html.tag("h3").of(panel.title()),
            Html.tag("dl").of(lines(panel)),
            Html.tag("p", "detail").of(where(panel, jobName)));
  }

  private static Stream<Html> lines(Panel panel) {
    return panel instanceof GluePanel glue
        ? glue.lines().stream().map(line -> line(line.label(), line.metric().cloudWatchName()))
        : ((MetricPanel) panel)
            .lines().stream().map(line -> line(line.label(), line.metric().cloudWatchName()));
  }

  private static Html line(String label, String metric) {
    return Html.tag("div")
        .of(Html.tag("dt").of(label), Html.tag("dd").of(Html.tag("code").of(metric)));
  }

  /** Namespace and dimensions, and what the job needs for there to be any data. */
  private static String where(Panel panel, String jobName) {
    if (panel instanceof GluePanel glue) {
      return glue.lines().stream()
          .map(GlueLine::metric)
          .map(
              metric ->
                  "%s: %s; needs %s"
                      .formatted(
                          GlueMetric.NAMESPACE,
                          dimensions(metric, jobName),
                          metric.neededArgument()))
          .distinct()
          .collect(Collectors.joining(" · "));
    }
    return ((MetricPanel) panel)
        .lines().stream()
            .flatMap(line -> line.metric().dimensions().stream())
            .distinct()
            .map(Dimension::key)
            .collect(Collectors.joining(", ", "Redline: ", ""));
  }

  private static String dimensions(GlueMetric metric, String jobName) {
    return metric.dimensions(jobName).entrySet().stream()
        .map(entry -> entry.getKey() + "=" + entry.getValue())
        .collect(Collectors.joining(", "));
  }
}
