package dev.redline.dashboards;

/**
 * What the workers have cost so far, at a price for each hour of each.
 *
 * @param id a short name in kebab case, unique in the layout
 * @param title what a reader sees
 * @param width columns of the grid it takes
 */
public record CostPanel(String id, String title, int width) implements Panel {
  /** The name of the line, on dashboard and report. */
  public static final String LABEL = "cost so far, USD";

  @Override
  public int height() {
    return View.CHART.height();
  }

  @Override
  public boolean isChart() {
    return true;
  }
}
