package dev.redline.replay;

import java.nio.file.Path;
import java.util.List;

/**
 * The event log of one application: a file, or the files of a rolling log in their order.
 *
 * @param path the file or folder by which it was named
 * @param files what to read, in order
 * @param missing numbers of the parts that a rolling log should have and has not
 */
record EventLog(Path path, List<Path> files, List<Integer> missing) {

  static EventLog of(Path file) {
    return new EventLog(file, List.of(file), List.of());
  }

  /** Bytes on disk, for progress. */
  long sizeBytes() {
    return files.stream().mapToLong(file -> file.toFile().length()).sum();
  }
}
