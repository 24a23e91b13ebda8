package dev.redline.etl.extract;

import dev.redline.etl.InputError;
import dev.redline.etl.JobSpec;
import dev.redline.etl.storage.Address;
import dev.redline.etl.storage.PinnedFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/** The raw files of a run, listed once before any work and compared once they were read. */
public record InputFiles(String pattern, List<PinnedFile> files) {

  /** Read as text, all of their lines would be in the quarantine. */
  private static final Pattern ARCHIVE =
      Pattern.compile("\\.(zip|tar|tar\\.\\w+|tgz|tbz2?|7z|rar|jar|xz|lzma|lzo|br)$");

  /** Defends the list against later changes. */
  public InputFiles {
    files = List.copyOf(files);
  }

  /**
   * Lists the files of a path: itself, those below a folder, or those of a glob, each once. Names
   * that start with '.' or '_' are left out, as Spark does, unless the path names the file itself.
   *
   * @throws InputError when there is none, one cannot be read, or one is a zip archive
   */
  public static InputFiles find(JobSpec.Source source, Configuration hadoop) {
    try {
      String pattern = Address.forHadoop(source.path(), hadoop);
      InputFiles inputs = new InputFiles(pattern, list(pattern, hadoop));
      inputs.refuseArchives();
      return inputs;
    } catch (IOException | IllegalArgumentException e) {
      throw new InputError(
          "source.path '"
              + source.path()
              + "' cannot be read: "
              + e.getMessage()
              + "; correct the path or the permission",
          e);
    }
  }

  /**
   * Makes sure that what was read is what was listed.
   *
   * @throws IllegalStateException naming a file that changed, vanished or appeared since
   */
  public void requireUnchanged(Configuration hadoop) throws IOException {
    List<PinnedFile> now = list(pattern, hadoop);
    for (PinnedFile file : files) {
      if (!now.contains(file)) {
        throw new IllegalStateException(
            "input " + file.path() + " changed or vanished while it was read: start the run again");
      }
    }
    if (now.size() != files.size()) {
      throw new IllegalStateException(
          "a file appeared under '" + pattern + "' while it was read: start the run again");
    }
  }

  /**
   * Whether files of a folder would be inputs of the next run.
   *
   * @param folder fully qualified; it need not be there
   */
  public boolean reads(Path folder, Configuration hadoop) {
    try {
      Path path = new Path(pattern);
      FileStatus[] matches = path.getFileSystem(hadoop).globStatus(path);
      for (FileStatus match : matches == null ? new FileStatus[0] : matches) {
        if (match.isDirectory() && isBelow(folder, match.getPath())) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      throw new InputError("source.path '" + pattern + "' cannot be read: " + e.getMessage(), e);
    }
  }

  private static boolean isBelow(Path folder, Path matched) {
    boolean isIn = folder.equals(matched) || folder.toString().startsWith(matched + "/");
    return isIn && !isHidden(folder, matched);
  }

  /** Full addresses, for Spark. */
  public String[] paths() {
    return files.stream().map(PinnedFile::path).toArray(String[]::new);
  }

  private static List<PinnedFile> list(String pattern, Configuration hadoop) throws IOException {
    Path path = new Path(pattern);
    FileSystem storage = path.getFileSystem(hadoop);
    FileStatus[] matches = storage.globStatus(path);
    // Alternatives of a glob may name a file twice, as in {in,in/deeper}.
    Set<PinnedFile> found = new LinkedHashSet<>();
    for (FileStatus match : matches == null ? new FileStatus[0] : matches) {
      boolean isNamed = match.getPath().getName().equals(path.getName());
      if (match.isDirectory()) {
        addFolder(storage, match.getPath(), found);
      } else if (isNamed || !isHidden(match.getPath(), match.getPath().getParent())) {
        found.add(PinnedFile.of(match));
      }
    }
    List<PinnedFile> files = new ArrayList<>(found);
    if (files.isEmpty()) {
      throw new InputError(
          "source.path '" + pattern + "' matches no file: correct the path or bring the input");
    }
    files.sort(Comparator.comparing(PinnedFile::path));
    return files;
  }

  private static void addFolder(FileSystem storage, Path folder, Set<PinnedFile> files)
      throws IOException {
    RemoteIterator<LocatedFileStatus> below = storage.listFiles(folder, true);
    while (below.hasNext()) {
      FileStatus file = below.next();
      if (!isHidden(file.getPath(), folder)) {
        files.add(PinnedFile.of(file));
      }
    }
  }

  private static boolean isHidden(Path file, Path folder) {
    for (Path at = file; at != null && !at.equals(folder); at = at.getParent()) {
      if (at.getName().startsWith(".") || at.getName().startsWith("_")) {
        return true;
      }
    }
    return false;
  }

  private void refuseArchives() {
    for (PinnedFile file : files) {
      if (ARCHIVE.matcher(file.path().toLowerCase(Locale.ROOT)).find()) {
        throw new InputError(
            "source.path names "
                + file.path()
                + ": archives, and compression other than .gz, .bz2 and .zst, cannot be read; unpack"
                + " it first");
      }
    }
  }
}
