package dev.redline.replay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The event log of one application: a file, or the files of a rolling log in their order.
 *
 * @param path the file or folder by which it was named
 * @param files what to read, in order
 */
record EventLog(Path path, List<Path> files) {
  /** Spark's rolling logs: events_INDEX_APPLICATION, with .compact where older ones were merged. */
  private static final Pattern ROLLED = Pattern.compile("events_(\\d{1,9})_.+");

  /** Databricks' rolling logs: the closed parts carry their hour, the open one none. */
  private static final Pattern HOURLY = Pattern.compile("eventlog(-\\d{4}-\\d\\d-\\d\\d--.*)?");

  /**
   * The logs behind a path: one for a file or a rolling log's folder, else those in the folder and
   * the folders below it, sorted by name.
   *
   * @throws IOException naming the path, if it cannot be read
   */
  static List<EventLog> find(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      return inFolder(path);
    }
    if (!Files.exists(path)) {
      throw new NoSuchFileException(path.toString(), null, "there is no such file or folder");
    }
    return List.of(new EventLog(path, List.of(path)));
  }

  private static List<EventLog> inFolder(Path folder) throws IOException {
    List<Path> children;
    try (Stream<Path> listed = Files.list(folder)) {
      children = listed.filter(EventLog::isVisible).sorted().toList();
    }
    List<Path> rolled = rolled(children);
    if (!rolled.isEmpty()) {
      return List.of(new EventLog(folder, rolled));
    }
    List<Path> hourly = hourly(children);
    if (hourly.size() > 1) {
      return List.of(new EventLog(folder, hourly));
    }
    List<EventLog> logs = new ArrayList<>();
    for (Path child : children) {
      logs.addAll(find(child));
    }
    return logs;
  }

  private static boolean isVisible(Path path) {
    String name = path.getFileName().toString();
    return !name.startsWith(".") && !name.startsWith("_") && !name.startsWith("appstatus_");
  }

  private static List<Path> rolled(List<Path> children) {
    List<Path> events = new ArrayList<>(children);
    events.removeIf(child -> index(child) < 0);
    events.sort(Comparator.comparingInt(EventLog::index).thenComparing(EventLog::isOriginal));
    int compact = -1;
    for (int i = 0; i < events.size(); i++) {
      compact = isOriginal(events.get(i)) ? compact : i;
    }
    // A compacted file stands for itself and all before it.
    return compact < 0 ? events : events.subList(compact, events.size());
  }

  private static int index(Path path) {
    Matcher name = ROLLED.matcher(path.getFileName().toString());
    return name.matches() ? Integer.parseInt(name.group(1)) : -1;
  }

  private static boolean isOriginal(Path path) {
    return !path.getFileName().toString().endsWith(".compact");
  }

  private static List<Path> hourly(List<Path> children) {
    List<Path> parts = new ArrayList<>(children);
    parts.removeIf(child -> !HOURLY.matcher(child.getFileName().toString()).matches());
    parts.sort(Comparator.comparing(EventLog::hour));
    return parts;
  }

  /** The open part is the newest. */
  private static String hour(Path part) {
    String name = part.getFileName().toString();
    return name.equals("eventlog") ? "~" : name;
  }

  /** Bytes on disk, for progress. */
  long sizeBytes() {
    return files.stream().mapToLong(file -> file.toFile().length()).sum();
  }
}
