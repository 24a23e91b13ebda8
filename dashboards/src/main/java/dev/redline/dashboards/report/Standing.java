package dev.redline.dashboards.report;

import java.util.Locale;

/** How a value stands to its redline. */
enum Standing {
  KEPT("within"),
  CROSSED("crossed"),
  NOT_JUDGED("not judged"),
  NOT_MEASURED("not measured");

  private final String word;

  Standing(String word) {
    this.word = word;
  }

  /** As a reader sees it. */
  String word() {
    return word;
  }

  /** As the style sheet knows it. */
  String styleClass() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
