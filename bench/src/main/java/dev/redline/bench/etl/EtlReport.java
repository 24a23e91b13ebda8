package dev.redline.bench.etl;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The table, in Markdown, and the picture. Numbers of the naive job are absolute, those of the
 * others are shares of it in the same run.
 */
record EtlReport(Map<Workload, Map<Variant, Optional<Measurement>>> results) {
  private static final double LIMIT_BYTES = 10.0 * (1L << 30);
  private static final List<Variant> OTHERS =
      List.of(Variant.NAIVE_ZSTD, Variant.GUIDE, Variant.REDLINE);

  void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("performance-etl.table.md"), table());
    Files.writeString(folder.resolve("performance-etl.svg"), new ShareChart(results).svg());
  }

  String table() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "| input | rows | variant | shuffle | spill | largest task | wall | 10 GiB of shuffle at"
            + " (extrapolated) |");
    lines.add("| --- | ---: | --- | ---: | ---: | ---: | ---: | ---: |");
    results.forEach(
        (workload, byVariant) -> {
          Measurement naive = one(byVariant, Variant.NAIVE);
          lines.add(row(workload.title(), Variant.NAIVE, naive, null));
          for (Variant variant : OTHERS) {
            lines.add(row("", variant, one(byVariant, variant), naive));
          }
        });
    return String.join("\n", lines) + "\n";
  }

  private static @Nullable Measurement one(
      Map<Variant, Optional<Measurement>> byVariant, Variant variant) {
    return byVariant.getOrDefault(variant, Optional.empty()).orElse(null);
  }

  private static String row(
      String title, Variant variant, @Nullable Measurement one, @Nullable Measurement naive) {
    if (one == null) {
      return "| " + title + " | | " + variant.label() + " | died | | | | |";
    }
    String how = variant == Variant.REDLINE ? " (" + one.how() + ")" : "";
    return String.format(
        Locale.ROOT,
        "| %s | %s | %s%s | %s | %s | %s | %s | %s |",
        title,
        naive == null ? String.format(Locale.ROOT, "%,d", one.inputRows()) : "",
        variant.label(),
        how,
        bytes(one, naive, Measurement::shuffleBytes),
        bytes(one, naive, Measurement::spillBytes),
        bytes(one, naive, Measurement::taskMemoryBytes),
        naive == null
            ? String.format(Locale.ROOT, "%.1f s", one.wallMillis() / 1e3)
            : ratio(one, naive, Measurement::wallMillis),
        crossing(one));
  }

  private static String bytes(
      Measurement one, @Nullable Measurement naive, ToLongFunction<Measurement> number) {
    String absolute = String.format(Locale.ROOT, "%,.1f MB", number.applyAsLong(one) / 1e6);
    return naive == null || number.applyAsLong(naive) == 0
        ? absolute
        : absolute + ", " + ratio(one, naive, number);
  }

  private static String ratio(
      Measurement one, Measurement naive, ToLongFunction<Measurement> number) {
    return String.format(
        Locale.ROOT,
        "**%.2f**",
        (double) number.applyAsLong(one) / Math.max(1, number.applyAsLong(naive)));
  }

  private static String crossing(Measurement one) {
    double factor = LIMIT_BYTES / Math.max(1, one.shuffleBytes());
    return String.format(Locale.ROOT, "%,.0f M rows", one.inputRows() * factor / 1e6);
  }
}
