package dev.redline.dashboards;

/** What stands under one title. Every kind has a form on the dashboard and one in the report. */
public sealed interface Panel permits MetricPanel, SharePanel, CostPanel, GluePanel, AlarmPanel {

  /** A short name in kebab case, unique in the layout. */
  String id();

  /** What a reader sees. */
  String title();

  /** Columns of the grid it takes, of {@link Layout#COLUMNS}. */
  int width();

  /** Rows of CloudWatch's grid it takes. */
  int height();

  /** Whether it is drawn over time. */
  default boolean isChart() {
    return false;
  }
}
