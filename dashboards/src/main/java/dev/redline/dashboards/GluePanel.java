package dev.redline.dashboards;

import dev.redline.catalog.GlueMetric;
import java.util.List;

/**
 * A chart, or a few numbers, of metrics that AWS Glue publishes itself. A run record has none of
 * them; the report says where they are.
 *
 * @param id a short name in kebab case, unique in the layout
 * @param title what a reader sees
 * @param view how it is drawn
 * @param width columns of the grid it takes
 * @param lines what it shows, in this order
 */
public record GluePanel(String id, String title, View view, int width, List<GlueLine> lines)
    implements Panel {

  public GluePanel {
    lines = List.copyOf(lines);
    if (lines.isEmpty()) {
      throw new IllegalArgumentException("panel " + id + " must show something");
    }
  }

  /**
   * One of Glue's metrics on a panel.
   *
   * @param label what a reader sees, in lower case
   * @param metric where the values come from
   * @param tone its colour
   */
  public record GlueLine(String label, GlueMetric metric, Tone tone) {}

  @Override
  public int height() {
    return view.height();
  }
}
