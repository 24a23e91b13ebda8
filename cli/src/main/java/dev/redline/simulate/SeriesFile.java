package dev.redline.simulate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.redline.alarms.Watch.Series;
import dev.redline.alarms.simulate.Recording;
import dev.redline.catalog.Metric;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/**
 * Values of metrics from a file: CSV of {@code time,metric,value} and, if need be, {@code cause},
 * with that heading; or a JSON array of objects with those members. A time is ISO 8601 or
 * milliseconds since the epoch; a metric has its name in CloudWatch or its name in the catalog.
 */
final class SeriesFile {
  private static final List<String> HEADING = List.of("time", "metric", "value");

  private final Path file;
  private final Recording recording = new Recording();

  private SeriesFile(Path file) {
    this.file = file;
  }

  /** Whether a file is meant to be one. */
  static boolean isOne(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      return false;
    }
    if (file.getFileName().toString().endsWith(".csv")) {
      return true;
    }
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(64), StandardCharsets.UTF_8).stripLeading().startsWith("[");
    }
  }

  /**
   * Reads a file.
   *
   * @throws IOException with a message that names the file, the line and what is wrong with it
   */
  static Recording read(Path file) throws IOException {
    SeriesFile reader = new SeriesFile(file);
    if (file.getFileName().toString().endsWith(".csv")) {
      reader.csv(Files.readAllLines(file));
    } else {
      reader.json();
    }
    return reader.recording;
  }

  private void csv(List<String> lines) throws IOException {
    if (lines.isEmpty() || !cells(lines.get(0)).subList(0, 3).equals(HEADING)) {
      throw new IOException(
          file + " must begin with the line time,metric,value or" + " time,metric,value,cause");
    }
    for (int i = 1; i < lines.size(); i++) {
      if (!lines.get(i).isBlank()) {
        List<String> cells = cells(lines.get(i));
        add("line " + (i + 1), cells.get(0), cells.get(1), cells.get(2), cells.get(3));
      }
    }
  }

  private static List<String> cells(String line) {
    String[] cells = Arrays.copyOf(line.split(",", -1), 4);
    return Arrays.stream(cells).map(cell -> cell == null ? "" : cell.strip()).toList();
  }

  private void json() throws IOException {
    JsonNode values;
    try {
      values = new ObjectMapper().readTree(file.toFile());
    } catch (JsonProcessingException e) {
      throw new IOException(file + " is not valid JSON: " + e.getOriginalMessage(), e);
    }
    int index = 0;
    for (JsonNode value : values) {
      add(
          "element " + index++,
          value.path("time").asText(),
          value.path("metric").asText(),
          value.path("value").asText(),
          value.path("cause").asText());
    }
  }

  private void add(String where, String time, String metric, String value, String cause)
      throws IOException {
    try {
      recording.add(name(metric), cause, atMs(time), Double.parseDouble(value));
    } catch (DateTimeException | IllegalArgumentException e) {
      throw new IOException(
          "%s, %s: time '%s', metric '%s', value '%s': %s"
              .formatted(file, where, time, metric, value, e.getMessage()),
          e);
    }
  }

  private static long atMs(String time) {
    return time.matches("\\d+") ? Long.parseLong(time) : Instant.parse(time).toEpochMilli();
  }

  private static String name(String metric) {
    if (metric.equals(Series.MATCHES)) {
      return metric;
    }
    return Arrays.stream(Metric.values())
        .filter(m -> m.cloudWatchName().equals(metric) || m.meterName().equals(metric))
        .map(Metric::cloudWatchName)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no such metric; docs/metrics.md lists them, and "
                        + Series.MATCHES
                        + " is EventBridge's count of failed Glue runs"));
  }
}
