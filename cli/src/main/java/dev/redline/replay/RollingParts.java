package dev.redline.replay;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts the files of rolling logs in order: Spark's {@code events_INDEX_APPLICATION[.CODEC]}, with
 * {@code .compact} where older ones were merged, and Databricks' {@code eventlog-HOUR}.
 */
final class RollingParts {
  private static final Pattern ROLLED =
      Pattern.compile(
          "events_(\\d{1,9})_(.+?)(\\.(gz|zstd|zst|lz4|lzf|snappy))*(?<compact>\\.compact)?",
          Pattern.DOTALL);

  /** The closed parts carry their hour, the open one none. */
  private static final Pattern HOURLY = Pattern.compile("eventlog(-\\d{4}-\\d\\d-\\d\\d--.*)?");

  /** Gaps named at most; who lost more need not be told which. */
  private static final int MOST_MISSING = 100;

  private RollingParts() {}

  private record Part(Path file, int index, boolean isCompacted) {}

  /** The rolling logs in a folder; one alone goes by the folder's name. */
  static List<EventLog> in(Path folder, List<Path> children) {
    List<Path> files = children.stream().filter(Files::isRegularFile).toList();
    List<EventLog> logs = new ArrayList<>();
    Map<String, List<Part>> rolled = rolled(files);
    for (List<Part> parts : rolled.values()) {
      logs.add(inOrder(rolled.size() == 1 ? folder : parts.get(0).file, parts));
    }
    List<Path> hourly = hourly(files);
    if (hourly.size() > 1) {
      logs.add(new EventLog(folder, hourly, List.of()));
    }
    return logs;
  }

  /** Whether a file is a part of a rolling log, read or not. */
  static boolean isOf(Path file, List<EventLog> rolling) {
    return rolling.stream().anyMatch(log -> log.files().contains(file))
        || (Files.isRegularFile(file) && ROLLED.matcher(name(file)).matches());
  }

  private static String name(Path file) {
    return file.getFileName().toString();
  }

  private static Map<String, List<Part>> rolled(List<Path> files) {
    Map<String, List<Part>> byApplication = new LinkedHashMap<>();
    for (Path file : files) {
      Matcher name = ROLLED.matcher(name(file));
      if (name.matches()) {
        byApplication
            .computeIfAbsent(name.group(2), application -> new ArrayList<>())
            .add(new Part(file, Integer.parseInt(name.group(1)), name.group("compact") != null));
      }
    }
    return byApplication;
  }

  /** A compacted file stands for itself and all before it. */
  private static EventLog inOrder(Path path, List<Part> parts) {
    parts.sort(
        Comparator.comparingInt(Part::index)
            .thenComparing(Part::isCompacted, Comparator.reverseOrder()));
    int from = 0;
    for (int i = 0; i < parts.size(); i++) {
      from = parts.get(i).isCompacted ? i : from;
    }
    int next = parts.get(from).isCompacted ? parts.get(from).index : 1;
    List<Path> files = new ArrayList<>();
    List<Integer> missing = new ArrayList<>();
    for (Part part : parts.subList(from, parts.size())) {
      for (int gap = next; gap < part.index && missing.size() < MOST_MISSING; gap++) {
        missing.add(gap);
      }
      // A part that lies there twice, packed and unpacked, is one part.
      if (part.index >= next || files.isEmpty()) {
        files.add(part.file);
        next = part.index + 1;
      }
    }
    return new EventLog(path, List.copyOf(files), List.copyOf(missing));
  }

  private static List<Path> hourly(List<Path> files) {
    List<Path> parts = new ArrayList<>(files);
    parts.removeIf(file -> !HOURLY.matcher(name(file)).matches());
    parts.sort(Comparator.comparing(RollingParts::hour));
    return List.copyOf(parts);
  }

  /** The open part is the newest. */
  private static String hour(Path part) {
    return name(part).equals("eventlog") ? "~" : name(part);
  }
}
