package dev.redline.replay;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds the event logs behind a path: one for a file or a rolling log's folder, else those in the
 * folder and the folders below it, sorted by name. What cannot be read is kept with the reason, and
 * the search goes on. A folder is looked into once, however many links lead to it.
 */
final class LogSearch {
  private final List<EventLog> logs = new ArrayList<>();
  private final Map<Path, IOException> troubles = new LinkedHashMap<>();
  private final Set<Path> seen = new HashSet<>();

  private LogSearch() {}

  /** Looks for the logs behind a path. */
  static LogSearch in(Path path) {
    LogSearch search = new LogSearch();
    if (Files.isDirectory(path)) {
      search.lookInto(path);
      if (search.logs.isEmpty() && search.troubles.isEmpty()) {
        search.troubles.put(path, new IOException("the folder holds no event log"));
      }
    } else if (Files.exists(path)) {
      // Also a pipe or a device, where somebody names it.
      search.logs.add(EventLog.of(path));
    } else {
      search.troubles.put(path, missing(path));
    }
    return search;
  }

  private static IOException missing(Path path) {
    return new NoSuchFileException(path.toString(), null, "there is no such file or folder");
  }

  private void lookInto(Path folder) {
    List<Path> children;
    try {
      if (!seen.add(folder.toRealPath())) {
        return;
      }
      children = children(folder);
    } catch (IOException e) {
      troubles.put(folder, e);
      return;
    }
    List<EventLog> rolling = RollingParts.in(folder, children);
    logs.addAll(rolling);
    children.stream().filter(child -> !RollingParts.isOf(child, rolling)).forEach(this::visit);
  }

  private static List<Path> children(Path folder) throws IOException {
    try (Stream<Path> listed = Files.list(folder)) {
      return listed.filter(LogSearch::isVisible).sorted().toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static boolean isVisible(Path path) {
    String name = path.getFileName().toString();
    return !name.startsWith(".") && !name.startsWith("_") && !name.startsWith("appstatus_");
  }

  private void visit(Path child) {
    if (Files.isDirectory(child)) {
      lookInto(child);
    } else if (Files.isRegularFile(child)) {
      logs.add(EventLog.of(child));
    } else {
      // A pipe would be waited for without end.
      troubles.put(
          child, Files.exists(child) ? new IOException("is no regular file") : missing(child));
    }
  }

  /** The logs that were found. */
  List<EventLog> logs() {
    return List.copyOf(logs);
  }

  /** What could not be looked at, and why. */
  Map<Path, IOException> troubles() {
    return troubles;
  }

  /**
   * The only log.
   *
   * @throws IOException if there is none or there are several, naming them
   */
  static EventLog only(Path path) throws IOException {
    LogSearch search = in(path);
    if (search.logs.size() == 1) {
      return search.logs.get(0);
    }
    throw new IOException(
        path
            + " holds "
            + search.logs.size()
            + " event logs; name the one of the run"
            + search.names());
  }

  private String names() {
    List<String> names =
        logs.stream().limit(5).map(log -> String.valueOf(log.path().getFileName())).toList();
    return names.isEmpty() ? "" : ": " + String.join(", ", names);
  }
}
