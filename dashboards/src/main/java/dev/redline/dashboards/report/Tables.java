package dev.redline.dashboards.report;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** A table with a caption and column headings, in a box that scrolls sideways on a phone. */
final class Tables {
  private Tables() {}

  /**
   * A table.
   *
   * @param caption what a screen reader announces
   * @param headings one for each column; those that start with {@code #} head numbers
   * @param rows cells of each row, as many as headings
   */
  static Html table(String caption, List<String> headings, Stream<List<Html>> rows) {
    return Html.tag("div", "scroll")
        .with("role", "region")
        .with("aria-label", caption)
        .with("tabindex", "0")
        .of(
            Html.tag("table")
                .of(
                    Html.tag("caption").of(caption),
                    Html.tag("thead").of(Html.tag("tr").of(headings.stream().map(Tables::heading))),
                    Html.tag("tbody").of(rows.map(cells -> row(headings, cells)))));
  }

  /** Cells of plain text. */
  static List<Html> cells(String... texts) {
    return Arrays.stream(texts).map(Html::text).toList();
  }

  private static Html heading(String heading) {
    return isNumber(heading)
        ? Html.tag("th", "number").with("scope", "col").of(heading.substring(1))
        : Html.tag("th").with("scope", "col").of(heading);
  }

  private static Html row(List<String> headings, List<Html> cells) {
    return Html.tag("tr")
        .of(
            Stream.iterate(0, i -> i < headings.size(), i -> i + 1)
                .map(i -> cell(headings.get(i)).of(cells.get(i))));
  }

  private static Html.Tag cell(String heading) {
    return isNumber(heading) ? Html.tag("td", "number") : Html.tag("td");
  }

  private static boolean isNumber(String heading) {
    return heading.startsWith("#");
  }
}
