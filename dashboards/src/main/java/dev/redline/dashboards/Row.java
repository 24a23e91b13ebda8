package dev.redline.dashboards;

import java.util.List;

/**
 * Panels side by side under one heading.
 *
 * @param title the heading
 * @param panels from left to right; their widths add up to the grid's
 */
public record Row(String title, List<Panel> panels) {

  public Row {
    panels = List.copyOf(panels);
    int width = panels.stream().mapToInt(Panel::width).sum();
    if (width != Layout.COLUMNS) {
      throw new IllegalArgumentException(
          "row '" + title + "' must be " + Layout.COLUMNS + " columns wide, was " + width);
    }
  }

  int height() {
    return panels.stream().mapToInt(Panel::height).max().orElseThrow();
  }
}
