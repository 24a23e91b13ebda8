package dev.redline.etl.storage;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * The files of a folder that is read more than once, pinned before the first reading and compared
 * after each later one.
 */
public record PinnedFolder(String path, List<PinnedFile> files) {

  /** Defends the list against later changes. */
  public PinnedFolder {
    files = List.copyOf(files);
  }

  /** Pins the files of a folder, and only these. */
  public static PinnedFolder pin(ParquetFolder folder, Configuration hadoop) {
    return new PinnedFolder(
        folder.path(),
        folder.files().stream()
            .map(file -> status(new Path(folder.path(), file.name()), hadoop))
            .toList());
  }

  /**
   * Makes sure that the files are still those that were pinned.
   *
   * @throws IllegalStateException naming each file that changed or vanished
   */
  public void requireUnchanged(Configuration hadoop) {
    Set<String> drifted = new LinkedHashSet<>();
    for (PinnedFile file : files) {
      if (!file.equals(status(new Path(file.path()), hadoop))) {
        drifted.add(file.path());
      }
    }
    if (!drifted.isEmpty()) {
      throw new IllegalStateException(
          "changed or vanished between two readings: "
              + String.join(", ", drifted)
              + ". Nothing was loaded; keep other writers away from "
              + path
              + " and start the run again");
    }
  }

  private static PinnedFile status(Path path, Configuration hadoop) {
    try {
      FileStatus status = path.getFileSystem(hadoop).getFileStatus(path);
      return PinnedFile.of(status);
    } catch (FileNotFoundException e) {
      return new PinnedFile(path.toString(), -1, "vanished");
    } catch (IOException e) {
      throw new UncheckedIOException(path + " cannot be looked at: " + e.getMessage(), e);
    }
  }
}
