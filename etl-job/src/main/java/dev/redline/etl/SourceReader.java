package dev.redline.etl;

import dev.redline.etl.JobSpec.CsvFormat;
import dev.redline.etl.JobSpec.Format;
import dev.redline.etl.JobSpec.Quality;
import dev.redline.etl.JobSpec.Source;
import dev.redline.etl.transform.Algorithm;
import dev.redline.etl.transform.DedupeSettings;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads the parts of a spec that say what comes in and which rows of it count. */
final class SourceReader {
  private static final long MAX_PARTITIONS = 100_000;

  private SourceReader() {}

  static Source source(SpecNode node) {
    Format format = format(node);
    Source source =
        new Source(
            format,
            JobSpecReader.location(node, "path"),
            format == Format.CSV ? csv(node) : new CsvFormat(false, "", ',', '"', '"', false));
    node.end();
    return source;
  }

  private static Format format(SpecNode node) {
    String name = node.text("format");
    for (Format format : Format.values()) {
      if (format.name().toLowerCase(Locale.ROOT).equals(name)) {
        return format;
      }
    }
    if (!name.isBlank()) {
      node.problem("format", "'" + name + "'", "write csv, json or parquet");
    }
    return Format.CSV;
  }

  private static CsvFormat csv(SpecNode node) {
    CsvFormat csv =
        new CsvFormat(
            node.flag("header", true),
            node.text("nullToken", "NULL"),
            character(node, "delimiter", ','),
            character(node, "quote", '"'),
            character(node, "escape", '"'),
            node.flag("multiline", false));
    if (csv.delimiter() == csv.quote()) {
      node.problem("delimiter", "'" + csv.delimiter() + "'", "it is the quote too; change one");
    }
    if (csv.multiline()
        && !(isAscii(csv.delimiter()) && isAscii(csv.quote()) && isAscii(csv.escape()))) {
      node.problem("multiline", "true", "delimiter, quote and escape must be ASCII for that");
    }
    return csv;
  }

  private static boolean isAscii(char character) {
    return character < 128;
  }

  private static char character(SpecNode node, String field, char otherwise) {
    String text = node.character(field);
    if (text.isEmpty()) {
      return otherwise;
    }
    if (text.length() != 1 || text.equals("\n") || text.equals("\r")) {
      node.problem(field, "'" + text + "'", "write one character that ends no line");
      return otherwise;
    }
    return text.charAt(0);
  }

  static Quality quality(SpecNode node) {
    Quality standard = Quality.DEFAULT;
    String nullOrdering = node.text("nullOrdering", "oldest");
    if (!nullOrdering.isEmpty()
        && !nullOrdering.equals("oldest")
        && !nullOrdering.equals("reject")) {
      node.problem("nullOrdering", "'" + nullOrdering + "'", "write oldest or reject");
    }
    Quality quality =
        new Quality(
            node.ratio("maxRejectRatio", standard.maxRejectRatio()),
            node.duration("maxFuture", standard.maxFuture()),
            day(node, "earliest", standard.earliest()),
            nullOrdering.equals("reject"));
    node.end();
    return quality;
  }

  private static LocalDate day(SpecNode node, String field, LocalDate otherwise) {
    String text = node.text(field, otherwise.toString());
    try {
      return LocalDate.parse(text);
    } catch (DateTimeParseException e) {
      node.problem(field, "'" + text + "'", "write a day such as 1900-01-01");
      return otherwise;
    }
  }

  static DedupeSettings dedupe(SpecNode node) {
    DedupeSettings settings =
        new DedupeSettings(
            algorithm(node),
            (int) node.number("partitions", DedupeSettings.DEFAULT_PARTITIONS, 1, MAX_PARTITIONS),
            node.bytes("bitmapCap", DedupeSettings.DEFAULT_BITMAP_CAP_BYTES));
    node.end();
    return settings;
  }

  private static @Nullable Algorithm algorithm(SpecNode node) {
    String name = node.text("algorithm", "auto");
    Algorithm algorithm = Algorithm.parse(name).orElse(null);
    if (algorithm == null && !name.isEmpty() && !name.equals("auto")) {
      node.problem(
          "algorithm",
          "'" + name + "'",
          "write auto or one of "
              + String.join(
                  ", ", Arrays.stream(Algorithm.values()).map(Algorithm::specName).toList()));
    }
    return algorithm;
  }
}
