package dev.redline.bench.etl;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;

/** Shuffle and wall time of each variant and workload as shares of the naive job's, as bars. */
record ShareChart(Map<Workload, Map<Variant, Optional<Measurement>>> results) {
  private static final List<Variant> SHOWN = List.of(Variant.NAIVE, Variant.GUIDE, Variant.REDLINE);
  private static final List<String> COLOURS = List.of("#8a94a6", "#d9822b", "#c23030");
  private static final List<Panel> PANELS =
      List.of(
          new Panel("Shuffle bytes", 260, Measurement::shuffleBytes),
          new Panel("Wall time", 620, Measurement::wallMillis));
  private static final int WIDTH = 960;
  private static final int BARS = 240;
  private static final int BAR = 12;
  private static final int GROUP = 3 * BAR + 14;
  private static final int TOP = 58;

  /** Longer bars are cut, and drawn with a gap that says so. */
  private static final double MOST = 4;

  private record Panel(String title, int x, ToLongFunction<Measurement> number) {}

  String svg() {
    StringBuilder svg = new StringBuilder();
    svg.append(
        String.format(
            Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\""
                + " font-family=\"sans-serif\" font-size=\"12\">%n<rect width=\"100%%\""
                + " height=\"100%%\" fill=\"white\"/>%n",
            WIDTH,
            results.size() * GROUP + TOP + 10));
    svg.append(legend());
    for (Panel panel : PANELS) {
      svg.append(
          "<text x=\"%d\" y=\"%d\" font-weight=\"bold\">%s, naive job = 1</text>%n"
              .formatted(panel.x(), TOP - 12, panel.title()));
    }
    int y = TOP;
    for (Map.Entry<Workload, Map<Variant, Optional<Measurement>>> entry : results.entrySet()) {
      svg.append(text(8, y + 2 * BAR - 2, entry.getKey().title()));
      for (Panel panel : PANELS) {
        for (int i = 0; i < SHOWN.size(); i++) {
          svg.append(bar(entry.getValue(), panel, i, y + i * BAR));
        }
      }
      y += GROUP;
    }
    return svg.append("</svg>\n").toString();
  }

  private static String legend() {
    StringBuilder legend = new StringBuilder();
    int x = 8;
    for (int i = 0; i < SHOWN.size(); i++) {
      legend.append(rect(x, 10, BAR, COLOURS.get(i)));
      legend.append(text(x + 18, 20, SHOWN.get(i).label()));
      x += 90;
    }
    return legend.toString();
  }

  private static String bar(
      Map<Variant, Optional<Measurement>> byVariant, Panel panel, int index, int y) {
    Optional<Measurement> naive = byVariant.getOrDefault(Variant.NAIVE, Optional.empty());
    Optional<Measurement> one = byVariant.getOrDefault(SHOWN.get(index), Optional.empty());
    if (naive.isEmpty() || one.isEmpty()) {
      return text(panel.x(), y + BAR - 2, one.isEmpty() ? "died" : "");
    }
    double share =
        (double) panel.number().applyAsLong(one.get())
            / Math.max(1, panel.number().applyAsLong(naive.get()));
    int width = (int) Math.max(1, Math.min(share, MOST) / MOST * BARS);
    String gap = share > MOST ? rect(panel.x() + width - 16, y, 4, "white") : "";
    return rect(panel.x(), y, width, COLOURS.get(index))
        + gap
        + text(panel.x() + width + 6, y + BAR - 2, String.format(Locale.ROOT, "%.2f", share));
  }

  private static String rect(int x, int y, int width, String colour) {
    return String.format(
        Locale.ROOT,
        "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"%s\"/>%n",
        x,
        y,
        width,
        BAR - 1,
        colour);
  }

  private static String text(int x, int y, String text) {
    return String.format(
        Locale.ROOT,
        "<text x=\"%d\" y=\"%d\">%s</text>%n",
        x,
        y,
        text.replace("&", "&amp;").replace("<", "&lt;"));
  }
}
