package dev.redline.dashboards;

/** How values are drawn. */
public enum View {
  /** The latest values, as numbers. */
  LATEST(3),
  /** One value for all the time shown, as numbers. */
  WHOLE(3),
  /** Values over time. */
  CHART(7);

  private final int height;

  View(int height) {
    this.height = height;
  }

  /** Rows of CloudWatch's grid. */
  int height() {
    return height;
  }
}
