package dev.redline.dashboards;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.redline.catalog.Dimension;
import dev.redline.catalog.Metric;
import dev.redline.catalog.Unit;
import dev.redline.listener.signal.LossCause;
import java.util.Arrays;
import java.util.List;

/**
 * Renders a layout as the body of a CloudWatch dashboard.
 *
 * <p>Losses by cause are written as one metric for each cause and not as a SEARCH: a search finds a
 * new series up to 15 minutes late, and the variables of a dashboard do not reach into it.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html">Dashboard
 *     body structure and syntax</a>
 */
final class CloudWatchDashboard {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** The agent's step, in seconds. */
  private static final int PERIOD = 60;

  private static final String NOTE =
      "**Generated from Redline's catalog and layout; do not edit.** The next deployment overwrites"
          + " what is changed here. Red lines are the redlines of the guard and the thresholds of"
          + " the alarms. Pick the job and the environment above.";

  private final Layout layout;
  private final Target target;
  private final ArrayNode widgets = JSON.arrayNode();

  private CloudWatchDashboard(Layout layout, Target target) {
    this.layout = layout;
    this.target = target;
  }

  /** The body, as CloudWatch's PutDashboard takes it. */
  static ObjectNode body(Layout layout, Target target) {
    return new CloudWatchDashboard(layout, target).body();
  }

  private ObjectNode body() {
    ObjectNode body = JSON.objectNode();
    body.put("start", "-PT3H");
    body.put("periodOverride", "inherit");
    body.set(
        "variables",
        JSON.arrayNode()
            .add(variable(Dimension.JOB_NAME, "Job", target.jobName()))
            .add(variable(Dimension.ENVIRONMENT, "Environment", target.environment())));
    int y = text("# " + layout.title() + "\n" + NOTE, 0, 2);
    for (Row row : layout.rows()) {
      y = text("## " + row.title(), y, 1);
      y = row(row, y);
    }
    body.set("widgets", widgets);
    return body;
  }

  private ObjectNode variable(Dimension dimension, String label, String value) {
    ObjectNode variable = JSON.objectNode();
    variable.put("type", "property");
    variable.put("property", dimension.key());
    variable.put("inputType", "select");
    variable.put("id", dimension.key());
    variable.put("label", label);
    variable.put("visible", true);
    variable.put("defaultValue", target.firstFound() ? "__FIRST" : value);
    variable.put(
        "search",
        "{\"%s\",%s,%s} MetricName=\"%s\""
            .formatted(
                target.namespace(),
                Dimension.JOB_NAME.key(),
                Dimension.ENVIRONMENT.key(),
                Metric.GUARD_ALIVE.cloudWatchName()));
    variable.put("populateFrom", dimension.key());
    return variable;
  }

  private int text(String markdown, int y, int height) {
    ObjectNode properties = widget("text", 0, y, Layout.COLUMNS, height);
    properties.put("markdown", markdown);
    properties.put("background", "transparent");
    return y + height;
  }

  private int row(Row row, int y) {
    int x = 0;
    for (Panel panel : row.panels()) {
      panel(panel, widget("metric", x, y, panel.width(), row.height()));
      x += panel.width();
    }
    return y + row.height();
  }

  private ObjectNode widget(String type, int x, int y, int width, int height) {
    ObjectNode widget = widgets.addObject();
    widget.put("type", type);
    widget.put("x", x).put("y", y).put("width", width).put("height", height);
    return widget.putObject("properties");
  }

  private void panel(Panel panel, ObjectNode properties) {
    properties.put("title", title(panel));
    properties.put("region", target.region());
    properties.put("period", PERIOD);
    properties.put("view", panel.view() == Panel.View.CHART ? "timeSeries" : "singleValue");
    if (panel.view() == Panel.View.WHOLE) {
      properties.put("setPeriodToTimeRange", true);
    }
    properties.set("metrics", metrics(panel));
    if (panel.view() == Panel.View.CHART) {
      properties.put("stacked", false);
      properties.set("yAxis", axes(panel));
      properties.set("annotations", annotations(panel));
    }
  }

  /** Numbers have no line to draw a limit at, so that their title says it. */
  private static String title(Panel panel) {
    List<Redline> redlines = redlines(panel);
    boolean named = panel.view() != Panel.View.CHART && panel.lines().size() == 1;
    return named && !redlines.isEmpty()
        ? panel.title() + " (" + redlines.get(0).label() + ")"
        : panel.title();
  }

  private static List<Redline> redlines(Panel panel) {
    return panel.redlines(guardrail -> guardrail.threshold().limit());
  }

  private ArrayNode metrics(Panel panel) {
    ArrayNode metrics = JSON.arrayNode();
    for (Line line : panel.lines()) {
      switch (line.reading()) {
        case ADDED_UP -> addedUp(metrics, line);
        case OWN, MEAN -> {
          if (line.isByCause()) {
            Arrays.stream(LossCause.values()).forEach(cause -> byCause(metrics, line, cause));
          } else {
            metric(metrics, line).put("label", line.label()).put("color", line.tone().colour());
          }
        }
      }
    }
    return metrics;
  }

  private void addedUp(ArrayNode metrics, Line line) {
    String id = "m" + metrics.size();
    metrics
        .addArray()
        .addObject()
        .put("expression", "RUNNING_SUM(" + id + ")")
        .put("id", "e" + metrics.size())
        .put("label", line.label())
        .put("color", line.tone().colour());
    metric(metrics, line).put("id", id).put("visible", false);
  }

  private void byCause(ArrayNode metrics, Line line, LossCause cause) {
    ArrayNode metric = coordinates(metrics, line);
    metric.add(Dimension.CAUSE.key()).add(cause.name());
    options(metric, line).put("label", line.label() + ": " + cause.name()).put("yAxis", "right");
  }

  private ObjectNode metric(ArrayNode metrics, Line line) {
    return options(coordinates(metrics, line), line);
  }

  private static ObjectNode options(ArrayNode metric, Line line) {
    return metric.addObject().put("stat", line.statistic());
  }

  private ArrayNode coordinates(ArrayNode metrics, Line line) {
    return metrics
        .addArray()
        .add(target.namespace())
        .add(line.metric().cloudWatchName())
        .add(Dimension.JOB_NAME.key())
        .add(target.jobName())
        .add(Dimension.ENVIRONMENT.key())
        .add(target.environment());
  }

  /** From zero; not capped, since memory overhead may pass 100 %, which is when it matters. */
  private static ObjectNode axes(Panel panel) {
    ObjectNode axes = JSON.objectNode();
    ObjectNode left = axes.putObject("left").put("min", 0);
    if (panel.unit() != Unit.BYTES) {
      left.put("showUnits", false).put("label", panel.unit().cloudWatchName());
    }
    if (panel.lines().stream().anyMatch(Line::isByCause)) {
      axes.putObject("right").put("min", 0).put("showUnits", false).put("label", "Lost");
    }
    return axes;
  }

  private static ObjectNode annotations(Panel panel) {
    ObjectNode annotations = JSON.objectNode();
    ArrayNode horizontal = annotations.putArray("horizontal");
    for (Redline redline : redlines(panel)) {
      horizontal
          .addObject()
          .put("label", redline.fullLabel())
          .put("value", redline.limit())
          .put("color", Tone.REDLINE_COLOUR);
    }
    return annotations;
  }
}
