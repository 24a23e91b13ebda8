package dev.redline.etl.extract;

import dev.redline.etl.storage.PinnedFile;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Cuts files into slices and packs these into tasks, in the order of the files. The cut hangs on
 * the files alone and not on the cluster: task n of every run reads the same rows, so that the rows
 * lie in the same order in what it writes.
 */
final class Slices {
  private static final long LEAST_BYTES = 4L << 20;
  private static final long MOST_BYTES = 64L << 20;

  /** The cut aims at this many tasks, within the sizes above. */
  private static final int TASKS = 64;

  /** What opening a file costs, as if its bytes had to be read. */
  private static final long OPENING_BYTES = 1L << 20;

  private Slices() {}

  /** The slices of each task. Empty files have none. */
  static List<List<Slice>> tasks(List<PinnedFile> files, Predicate<String> isCompressed) {
    long total = files.stream().mapToLong(PinnedFile::lengthBytes).sum();
    long target = Math.min(MOST_BYTES, Math.max(LEAST_BYTES, total / TASKS));
    List<List<Slice>> tasks = new ArrayList<>();
    List<Slice> task = new ArrayList<>();
    long bytes = 0;
    for (PinnedFile file : files) {
      for (Slice slice : slices(file, isCompressed.test(file.path()), target)) {
        if (!task.isEmpty() && bytes + slice.lengthBytes() > target) {
          tasks.add(task);
          task = new ArrayList<>();
          bytes = 0;
        }
        task.add(slice);
        bytes += slice.lengthBytes() + OPENING_BYTES;
      }
    }
    if (!task.isEmpty()) {
      tasks.add(task);
    }
    return tasks;
  }

  private static List<Slice> slices(PinnedFile file, boolean isCompressed, long target) {
    long length = file.lengthBytes();
    if (length == 0) {
      return List.of();
    }
    if (isCompressed || length <= target) {
      return List.of(new Slice(file.path(), 0, length, true));
    }
    List<Slice> slices = new ArrayList<>();
    for (long start = 0; start < length; start += target) {
      slices.add(new Slice(file.path(), start, Math.min(target, length - start), false));
    }
    return slices;
  }
}
