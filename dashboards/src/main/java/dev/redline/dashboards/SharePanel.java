package dev.redline.dashboards;

import dev.redline.catalog.Guardrail;
import dev.redline.catalog.Metric;
import dev.redline.catalog.Unit;

/**
 * The share that one counter has in another, in percent, with its redline. The dashboard draws it
 * by quarters of an hour, as its alarm compares it; the report has one number for the run.
 *
 * @param id a short name in kebab case, unique in the layout
 * @param title what a reader sees
 * @param width columns of the grid it takes
 * @param label the name of the line, in lower case
 * @param whole what is taken for 100 %
 * @param guardrail whose metric is the part, and whose limit is drawn
 */
public record SharePanel(
    String id, String title, int width, String label, Metric whole, Guardrail guardrail)
    implements Panel {
  public SharePanel {
    if (guardrail.basis() != Guardrail.Basis.SHARE_OF_ROWS) {
      throw new IllegalArgumentException(
          "panel " + id + " must have a guardrail on a share, has " + guardrail.id());
    }
  }

  @Override
  public int height() {
    return View.CHART.height();
  }

  /** What the share is of. */
  public Metric part() {
    return guardrail.metric();
  }

  /** The limit as it is drawn, in percent. */
  Redline redline() {
    return Redline.at(Unit.PERCENT, guardrail.threshold().limit());
  }
}
