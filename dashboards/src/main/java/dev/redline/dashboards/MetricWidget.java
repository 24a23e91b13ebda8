package dev.redline.dashboards;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.redline.catalog.Dimension;
import dev.redline.catalog.GlueMetric;
import dev.redline.catalog.Metric;
import dev.redline.catalog.Unit;
import dev.redline.dashboards.GluePanel.GlueLine;
import dev.redline.listener.signal.LossCause;
import java.util.List;

/**
 * The properties of a metric widget.
 *
 * <p>Losses by cause are written as one metric for each cause and not as a SEARCH: a search finds a
 * new series up to 15 minutes late, and the variables of a dashboard do not reach into it.
 *
 * @param target what the body is about
 */
record MetricWidget(Target target) {
  /** The agent's step, in seconds. */
  private static final int PERIOD = 60;

  private static final int QUARTER_HOUR = 900;

  void write(Panel panel, ObjectNode properties) {
    if (panel instanceof MetricPanel own) {
      own(own, properties);
    } else if (panel instanceof SharePanel share) {
      share(share, properties);
    } else if (panel instanceof GluePanel glue) {
      frame(properties, glue.title(), glue.view());
      glue.lines().forEach(line -> glue(properties.withArray("metrics"), line));
      if (glue.view() == View.CHART) {
        properties.putObject("yAxis").putObject("left").put("min", 0);
      }
    } else if (panel instanceof CostPanel cost) {
      frame(properties, cost.title(), View.CHART);
      cost(properties.withArray("metrics"));
      properties
          .putObject("yAxis")
          .putObject("left")
          .put("min", 0)
          .put("showUnits", false)
          .put("label", "USD, at " + target.workerPrice() + " for each hour of a worker");
    }
  }

  private void share(SharePanel panel, ObjectNode properties) {
    frame(properties, panel.title(), View.CHART);
    ArrayNode metrics = properties.withArray("metrics");
    String code = "IF(FILL(m1, 0) > 0, 100 * FILL(m2, 0) / FILL(m1, 0), 0)";
    expression(metrics, code, panel.label(), Tone.MAIN);
    input(metrics, panel.whole(), "m1");
    input(metrics, panel.part(), "m2");
    percent(properties.putObject("yAxis").putObject("left"));
    annotation(properties.putObject("annotations").putArray("horizontal"), panel.redline());
  }

  /** What an expression is about, in quarters of an hour. */
  private void input(ArrayNode metrics, Metric metric, String id) {
    coordinates(metrics, metric)
        .addObject()
        .put("stat", metric.kind().statistic())
        .put("period", QUARTER_HOUR)
        .put("id", id)
        .put("visible", false);
  }

  private static void percent(ObjectNode axis) {
    axis.put("min", 0).put("showUnits", false).put("label", Unit.PERCENT.cloudWatchName());
  }

  private void frame(ObjectNode properties, String title, View view) {
    properties.put("title", title);
    properties.put("region", target.region());
    properties.put("period", PERIOD);
    properties.put("view", view == View.CHART ? "timeSeries" : "singleValue");
    if (view == View.CHART) {
      properties.put("stacked", false);
    }
    if (view == View.WHOLE) {
      properties.put("setPeriodToTimeRange", true);
    }
  }

  private void own(MetricPanel panel, ObjectNode properties) {
    frame(properties, title(panel), panel.view());
    for (Line line : panel.lines()) {
      line(properties.withArray("metrics"), line);
    }
    if (panel.isChart()) {
      axes(panel, properties.putObject("yAxis"));
      redlines(panel, properties.putObject("annotations").putArray("horizontal"));
    }
  }

  /** Numbers have no line to draw a limit at, so that their title says it. */
  private static String title(MetricPanel panel) {
    List<Redline> redlines = redlines(panel);
    boolean named = !panel.isChart() && panel.lines().size() == 1;
    return named && !redlines.isEmpty()
        ? panel.title() + " (" + redlines.get(0).label() + ")"
        : panel.title();
  }

  private static List<Redline> redlines(MetricPanel panel) {
    return panel.redlines(guardrail -> guardrail.threshold().limit());
  }

  private void line(ArrayNode metrics, Line line) {
    if (line.isByCause()) {
      for (LossCause cause : LossCause.values()) {
        byCause(metrics, line, cause);
      }
    } else if (line.reading() == Line.Reading.ADDED_UP) {
      addedUp(metrics, line);
    } else {
      ObjectNode options = metric(metrics, line);
      options.put("label", line.label()).put("color", line.tone().colour());
      if (line.reading() == Line.Reading.IN_QUARTER_HOUR) {
        options.put("period", QUARTER_HOUR);
      }
    }
  }

  private void addedUp(ArrayNode metrics, Line line) {
    String id = "m" + metrics.size();
    expression(metrics, "RUNNING_SUM(" + id + ")", line.label() + ", added up", line.tone());
    metric(metrics, line).put("id", id).put("visible", false);
  }

  private void byCause(ArrayNode metrics, Line line, LossCause cause) {
    ArrayNode metric = coordinates(metrics, line.metric());
    metric.add(Dimension.CAUSE.key()).add(cause.name());
    metric
        .addObject()
        .put("stat", line.statistic())
        .put("label", line.label() + ": " + cause.name())
        .put("yAxis", "right");
  }

  /** The driver has a worker of its own, hence one more than there are executors. */
  private void cost(ArrayNode metrics) {
    String usd = "RUNNING_SUM((m1 + 1) * PERIOD(m1) / 3600 * " + target.workerPrice() + ")";
    expression(metrics, usd, CostPanel.LABEL, Tone.MAIN);
    coordinates(metrics, Metric.EXECUTORS_ALIVE)
        .addObject()
        .put("stat", "Average")
        .put("id", "m1")
        .put("visible", false);
  }

  private static void expression(ArrayNode metrics, String code, String label, Tone tone) {
    metrics
        .addArray()
        .addObject()
        .put("expression", code)
        .put("id", "e" + metrics.size())
        .put("label", label)
        .put("color", tone.colour());
  }

  private ObjectNode metric(ArrayNode metrics, Line line) {
    return coordinates(metrics, line.metric()).addObject().put("stat", line.statistic());
  }

  private ArrayNode coordinates(ArrayNode metrics, Metric metric) {
    return metrics
        .addArray()
        .add(target.namespace())
        .add(metric.cloudWatchName())
        .add(Dimension.JOB_NAME.key())
        .add(target.jobName())
        .add(Dimension.ENVIRONMENT.key())
        .add(target.environment());
  }

  private void glue(ArrayNode metrics, GlueLine line) {
    GlueMetric metric = line.metric();
    ArrayNode array = metrics.addArray().add(GlueMetric.NAMESPACE).add(metric.cloudWatchName());
    metric.dimensions(target.jobName()).forEach((name, value) -> array.add(name).add(value));
    array
        .addObject()
        .put("stat", metric.statistic())
        .put("label", line.label())
        .put("color", line.tone().colour());
  }

  /** From zero; not capped, since memory overhead may pass 100 %, which is when it matters. */
  private static void axes(MetricPanel panel, ObjectNode axes) {
    ObjectNode left = axes.putObject("left").put("min", 0);
    if (panel.unit() != Unit.BYTES) {
      left.put("showUnits", false).put("label", panel.unit().cloudWatchName());
    }
    if (panel.lines().stream().anyMatch(Line::isByCause)) {
      axes.putObject("right").put("min", 0).put("showUnits", false).put("label", "Lost");
    }
  }

  private static void redlines(MetricPanel panel, ArrayNode horizontal) {
    redlines(panel).forEach(redline -> annotation(horizontal, redline));
  }

  private static void annotation(ArrayNode horizontal, Redline redline) {
    horizontal
        .addObject()
        .put("label", redline.fullLabel())
        .put("value", redline.limit())
        .put("color", Tone.REDLINE_COLOUR);
  }
}
