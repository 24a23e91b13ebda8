package dev.redline.dashboards.lint;

import com.fasterxml.jackson.databind.JsonNode;
import dev.redline.dashboards.Layout;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Whether widgets stay in the grid and out of each other's way. CloudWatch takes a body in which
 * they overlap and moves them as it likes.
 */
final class Grid {
  private Grid() {}

  /**
   * A widget's place.
   *
   * @param number its place among the widgets
   */
  private record Box(int number, long x, long y, long width, long height) {

    boolean overlaps(Box other) {
      return x < other.x + other.width
          && other.x < x + width
          && y < other.y + other.height
          && other.y < y + height;
    }

    String where() {
      return "/widgets/" + number;
    }
  }

  static void check(JsonNode widgets, Findings findings) {
    List<Box> boxes = boxes(widgets);
    for (Box box : boxes) {
      if (box.x + box.width > Layout.COLUMNS) {
        findings.say(
            Finding.Rule.GRID,
            box.where(),
            "reaches to column %d of %d: x is %d, width %d"
                .formatted(box.x + box.width, Layout.COLUMNS, box.x, box.width));
      }
    }
    overlaps(boxes, findings);
  }

  /** From top to bottom, so that a widget is compared only with those not yet passed. */
  private static void overlaps(List<Box> boxes, Findings findings) {
    List<Box> open = new ArrayList<>();
    for (Box box : boxes.stream().sorted(Comparator.comparingLong(Box::y)).toList()) {
      open.removeIf(above -> above.y + above.height <= box.y);
      for (Box other : open) {
        if (box.overlaps(other)) {
          findings.say(
              Finding.Rule.OVERLAP,
              box.where(),
              "covers a part of " + other.where() + ": move one of them");
        }
      }
      open.add(box);
    }
  }

  /** Widgets with a place of their own; CloudWatch finds one for those without. */
  private static List<Box> boxes(JsonNode widgets) {
    List<Box> boxes = new ArrayList<>();
    for (int i = 0; i < widgets.size(); i++) {
      JsonNode widget = widgets.get(i);
      if (widget.path("x").isIntegralNumber() && widget.path("y").isIntegralNumber()) {
        boxes.add(
            new Box(
                i,
                widget.get("x").longValue(),
                widget.get("y").longValue(),
                widget.path("width").asLong(6),
                widget.path("height").asLong(6)));
      }
    }
    return boxes;
  }
}
