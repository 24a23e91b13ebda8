package dev.redline.bench.etl;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A bar for each variant and workload: its shuffle as a share of the naive job's. */
record ShuffleChart(Map<Workload, Map<Variant, Optional<Measurement>>> results) {
  private static final List<Variant> SHOWN = List.of(Variant.NAIVE, Variant.GUIDE, Variant.REDLINE);
  private static final List<String> COLOURS = List.of("#8a94a6", "#d9822b", "#c23030");
  private static final int LABEL = 270;
  private static final int WIDTH = 560;
  private static final int BAR = 12;
  private static final int GROUP = 3 * BAR + 14;
  private static final double MOST = 4;

  String svg() {
    int height = results.size() * GROUP + 50;
    StringBuilder svg = new StringBuilder();
    svg.append(
        String.format(
            Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\""
                + " font-family=\"sans-serif\" font-size=\"12\">%n<rect width=\"100%%\""
                + " height=\"100%%\" fill=\"white\"/>%n",
            LABEL + WIDTH + 70,
            height));
    svg.append("<text x=\"8\" y=\"20\" font-weight=\"bold\">Shuffle bytes, naive job = 1</text>\n");
    int x = LABEL;
    for (int i = 0; i < SHOWN.size(); i++) {
      svg.append(rect(x, 10, 12, COLOURS.get(i)));
      svg.append(text(x + 18, 20, SHOWN.get(i).label()));
      x += 90;
    }
    int y = 36;
    for (Map.Entry<Workload, Map<Variant, Optional<Measurement>>> entry : results.entrySet()) {
      svg.append(text(8, y + 2 * BAR - 2, entry.getKey().title()));
      for (int i = 0; i < SHOWN.size(); i++) {
        svg.append(bar(entry.getValue(), i, y + i * BAR));
      }
      y += GROUP;
    }
    return svg.append("</svg>\n").toString();
  }

  private static String bar(Map<Variant, Optional<Measurement>> byVariant, int index, int y) {
    Optional<Measurement> naive = byVariant.getOrDefault(Variant.NAIVE, Optional.empty());
    Optional<Measurement> one = byVariant.getOrDefault(SHOWN.get(index), Optional.empty());
    if (naive.isEmpty() || one.isEmpty()) {
      return text(LABEL, y + BAR - 2, one.isEmpty() ? "died" : "");
    }
    double share = (double) one.get().shuffleBytes() / Math.max(1, naive.get().shuffleBytes());
    int width = (int) Math.max(1, Math.min(share, MOST) / MOST * WIDTH);
    return rect(LABEL, y, width, COLOURS.get(index))
        + text(LABEL + width + 6, y + BAR - 2, String.format(Locale.ROOT, "%.2f", share));
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
