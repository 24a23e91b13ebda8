package dev.redline.dashboards;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.redline.catalog.AlarmName;
import dev.redline.catalog.Dimension;
import dev.redline.catalog.Metric;

/**
 * Renders a layout as the body of a CloudWatch dashboard.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html">Dashboard
 *     body structure and syntax</a>
 */
final class CloudWatchDashboard {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private static final String NOTE =
      "**Generated from Redline's catalog and layout; do not edit.** The next deployment overwrites"
          + " what is changed here. Red lines are the redlines of the guard and the thresholds of"
          + " the alarms. Pick the job and the environment above. Stages, single losses and"
          + " settings are in the report of a run.";

  private final Layout layout;
  private final Target target;
  private final MetricWidget metricWidget;
  private final ArrayNode widgets = JSON.arrayNode();

  private CloudWatchDashboard(Layout layout, Target target) {
    this.layout = layout;
    this.target = target;
    this.metricWidget = new MetricWidget(target);
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

  private int row(Row row, int y) {
    if (target.alarms().isEmpty() && row.panels().stream().allMatch(AlarmPanel.class::isInstance)) {
      return y;
    }
    int top = row.title().isEmpty() ? y : text("## " + row.title(), y, 1);
    int x = 0;
    for (Panel panel : row.panels()) {
      panel(panel, x, top, row.height());
      x += panel.width();
    }
    return top + row.height();
  }

  private int text(String markdown, int y, int height) {
    ObjectNode properties = widget("text", 0, y, Layout.COLUMNS, height);
    properties.put("markdown", markdown);
    properties.put("background", "transparent");
    return y + height;
  }

  private void panel(Panel panel, int x, int y, int height) {
    if (panel instanceof AlarmPanel alarms) {
      alarms(alarms, widget("alarm", x, y, panel.width(), height));
    } else {
      metricWidget.write(panel, widget("metric", x, y, panel.width(), height));
    }
  }

  private ObjectNode widget(String type, int x, int y, int width, int height) {
    ObjectNode widget = widgets.addObject();
    widget.put("type", type);
    widget.put("x", x).put("y", y).put("width", width).put("height", height);
    return widget.putObject("properties");
  }

  /** Variables do not reach into the names of alarms, so the title says whose they are. */
  private void alarms(AlarmPanel panel, ObjectNode properties) {
    String prefix = target.alarms().orElseThrow();
    properties.put(
        "title",
        "%s of %s in %s".formatted(panel.title(), target.alarmJob(), target.environment()));
    ArrayNode arns = properties.putArray("alarms");
    for (String id : panel.alarms()) {
      arns.add(prefix + AlarmName.of(target.environment(), target.alarmJob(), id));
    }
    properties.put("sortBy", "stateUpdatedTimestamp");
  }
}
