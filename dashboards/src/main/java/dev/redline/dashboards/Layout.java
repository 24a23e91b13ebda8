package dev.redline.dashboards;

import java.util.List;
import java.util.stream.Stream;

/**
 * What people look at: rows of panels with their redlines. The CloudWatch dashboard and the report
 * of a run are both drawn from it, so that neither can show what the other does not.
 *
 * @param title the heading of it all
 * @param rows from top to bottom
 */
public record Layout(String title, List<Row> rows) {

  /** Columns of the grid; CloudWatch's own number. */
  public static final int COLUMNS = 24;

  public Layout {
    rows = List.copyOf(rows);
  }

  /** Redline's layout. */
  public static Layout redline() {
    return new Layout("Redline", Stream.concat(OurRows.all(), GlueRows.all()).toList());
  }

  /** All panels in reading order. */
  public Stream<Panel> panels() {
    return rows.stream().flatMap(row -> row.panels().stream());
  }

  /** All panels with the agent's own metrics. */
  public Stream<MetricPanel> metricPanels() {
    return panels().filter(MetricPanel.class::isInstance).map(MetricPanel.class::cast);
  }
}
