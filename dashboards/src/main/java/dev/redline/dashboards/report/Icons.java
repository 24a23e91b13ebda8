package dev.redline.dashboards.report;

import dev.redline.dashboards.Tone;

/** Small drawings; never the only carrier of a meaning, so hidden from screen readers. */
final class Icons {
  private static final String HEAD =
      "<svg class=\"icon\" viewBox=\"0 0 24 24\" aria-hidden=\"true\">";

  /** A check mark in a circle. */
  static final Html GOOD =
      Html.trusted(
          HEAD
              + "<circle cx=\"12\" cy=\"12\" r=\"10\"/><path class=\"sign\" d=\"M7.2 12.4l3.3 3.3"
              + " 6.4-6.9\"/></svg>");

  /** An exclamation mark in a triangle. */
  static final Html WARNING =
      Html.trusted(
          HEAD
              + "<path d=\"M12 2.2L23 21.4H1z\"/><path class=\"sign\" d=\"M12 9v5.6M12"
              + " 17.7v.3\"/></svg>");

  /** A bar in an octagon. */
  static final Html STOP =
      Html.trusted(
          HEAD
              + "<path d=\"M7.9 2h8.2L22 7.9v8.2L16.1 22H7.9L2 16.1V7.9z\"/><path class=\"sign\""
              + " d=\"M7 12h10\"/></svg>");

  private Icons() {}

  /** A share as a bar with the redline as a tick, each from 0 to 1 of the bar's length. */
  static Html bar(double fill, double tick) {
    return Html.trusted(
        "<svg class=\"bar\" viewBox=\"0 0 1000 10\" preserveAspectRatio=\"none\""
            + " aria-hidden=\"true\"><rect class=\"track\" y=\"2\" width=\"1000\" height=\"6\"/>"
            + "<rect class=\"fill\" y=\"2\" width=\"%d\" height=\"6\"/><rect class=\"tick\" x=\"%d\""
                .formatted(
                    fill > 0 ? Math.max(6, Math.round(1000 * Math.min(1, fill))) : 0,
                    Math.round(1000 * tick))
            + " width=\"5\" height=\"10\"/></svg>");
  }

  /** A whole in three parts, each from 0 to 1 of it. */
  static Html parts(double rejected, double duplicates, double loaded) {
    return Html.trusted(
        "<svg class=\"bar parts\" viewBox=\"0 0 1000 10\" preserveAspectRatio=\"none\""
            + " aria-hidden=\"true\">"
            + part("second", 0, rejected)
            + part("faint", rejected, duplicates)
            + part("main", rejected + duplicates, loaded)
            + "</svg>");
  }

  private static String part(String tone, double from, double share) {
    return "<rect class=\"%s\" x=\"%d\" width=\"%d\" height=\"10\"/>"
        .formatted(tone, Math.round(1000 * from), Math.round(1000 * share));
  }

  /** How a value stands: a check mark, an exclamation mark, or a dash. */
  static Html state(Standing standing) {
    String sign =
        switch (standing) {
          case KEPT -> "M4.5 8.3l2.4 2.4 4.6-5";
          case CROSSED -> "M8 3.8v5.2M8 11.9v.2";
          case NOT_JUDGED, NOT_MEASURED -> "M4.5 8h7";
        };
    return Html.trusted(
        "<svg class=\"state\" viewBox=\"0 0 16 16\" aria-hidden=\"true\"><path d=\"%s\"/></svg>"
            .formatted(sign));
  }

  /** The sample of a line in a legend. */
  static Html swatch(Tone tone) {
    return swatch(tone.styleName(), "M1 5h20");
  }

  /** The sample of a redline in a legend. */
  static Html redlineSwatch() {
    return swatch("redline", "M1 5h20");
  }

  /** The mark of a lost executor in a legend: a cross where it counts, a ring where not. */
  static Html lossSwatch(boolean counted) {
    return counted
        ? swatch("counted", "M7 1l8 8M15 1l-8 8")
        : swatch("uncounted", "M11 1.5a3.5 3.5 0 1 0 .01 0z");
  }

  private static Html swatch(String styleClass, String path) {
    return Html.trusted(
        "<svg class=\"swatch %s\" viewBox=\"0 0 22 10\" aria-hidden=\"true\"><path d=\"%s\"/></svg>"
            .formatted(styleClass, path));
  }
}
