package dev.redline.etl;

import dev.redline.etl.extract.InputFiles;
import dev.redline.etl.storage.Address;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a run keeps its files. Files below {@code run} live as long as the run is not loaded:
 * whichever attempt finds it loaded removes those of all attempts, a killed one's among them.
 *
 * @param run what all attempts of the run share
 * @param work the attempt's own folder below it
 * @param quarantine the run's rejected rows; they stay
 */
record RunFolders(Path run, Path work, Path quarantine) {
  private static final Logger LOG = LoggerFactory.getLogger(RunFolders.class);
  private static final Pattern RUN_ID = Pattern.compile("[0-9a-f]{64}");

  /** Longer than anybody lets a failed run wait for its repetition. */
  private static final Duration KEPT = Duration.ofDays(7);

  /** Folders of one attempt. Addresses of S3 are turned into those Hadoop's s3a understands. */
  static RunFolders of(JobSpec spec, String runId, String attempt, Configuration hadoop) {
    Path run = new Path(folder("staging", spec.staging(), hadoop), runId);
    Path quarantine = new Path(folder("rejects", spec.rejects(), hadoop), "run_id=" + runId);
    return new RunFolders(run, new Path(run, attempt), quarantine);
  }

  /**
   * Writes to where the run will write, and removes it again.
   *
   * @return what failed, as for a bucket that does not exist, with the remedy
   */
  List<String> unwritable(Configuration hadoop) {
    return Stream.of(
            unwritable("staging", parent("staging"), hadoop),
            unwritable("rejects", parent("rejects"), hadoop))
        .filter(problem -> !problem.isEmpty())
        .toList();
  }

  /** What the next run would take for its input, with the remedy. */
  List<String> readAsInput(InputFiles inputs, Configuration hadoop) {
    return Stream.of("staging", "rejects")
        .filter(field -> inputs.reads(parent(field), hadoop))
        .map(
            field ->
                field
                    + " is at "
                    + parent(field)
                    + ", which source.path reads: the next run would take its files for input;"
                    + " choose a folder outside, or one whose name begins with '_'")
        .toList();
  }

  private Path parent(String field) {
    return field.equals("staging") ? run.getParent() : quarantine.getParent();
  }

  /** Removes the files of all attempts at the run, once it is loaded. */
  void clean(Configuration hadoop) {
    delete(run, hadoop);
  }

  /** Removes the attempt's own files, when it failed. */
  void discard(Configuration hadoop) {
    delete(work, hadoop);
    try {
      FileSystem storage = run.getFileSystem(hadoop);
      if (storage.exists(run) && storage.listStatus(run).length == 0) {
        storage.delete(run, false);
      }
    } catch (IOException e) {
      LOG.debug("{} stays", run, e);
    }
  }

  /** Removes runs of this staging folder in which nothing was written for a week. */
  void sweep(Configuration hadoop, Instant now) {
    Path staging = run.getParent();
    try {
      FileSystem storage = staging.getFileSystem(hadoop);
      if (!storage.exists(staging)) {
        return;
      }
      for (FileStatus folder : storage.listStatus(staging)) {
        String name = folder.getPath().getName();
        if (RUN_ID.matcher(name).matches() && newest(storage, folder).isBefore(now.minus(KEPT))) {
          LOG.info("removing {}, in which nothing was written for {}", folder.getPath(), KEPT);
          storage.delete(folder.getPath(), true);
        }
      }
    } catch (IOException e) {
      LOG.warn("old runs below {} were not removed: {}", staging, e.toString());
    }
  }

  private static Instant newest(FileSystem storage, FileStatus folder) throws IOException {
    long newest = folder.getModificationTime();
    RemoteIterator<LocatedFileStatus> files = storage.listFiles(folder.getPath(), true);
    while (files.hasNext()) {
      newest = Math.max(newest, files.next().getModificationTime());
    }
    return Instant.ofEpochMilli(newest);
  }

  private String unwritable(String field, Path folder, Configuration hadoop) {
    Path probe = new Path(folder, "_redline_probe_" + work.getName());
    try {
      FileSystem storage = folder.getFileSystem(hadoop);
      storage.create(probe, true).close();
      storage.delete(probe, false);
      return "";
    } catch (IOException | RuntimeException e) {
      LOG.debug("{} cannot be written", folder, e);
      return field
          + " cannot be written at "
          + folder
          + ": "
          + e
          + "; create the bucket, correct the address, or let the job's role write there";
    }
  }

  /** What cannot be removed is only reported: the outcome of the run is decided. */
  private static void delete(Path folder, Configuration hadoop) {
    try {
      folder.getFileSystem(hadoop).delete(folder, true);
    } catch (IOException e) {
      LOG.warn("staging {} could not be removed, remove it by hand: {}", folder, e.toString());
    }
  }

  private static Path folder(String field, String address, Configuration hadoop) {
    try {
      Path path = new Path(Address.forHadoop(address, hadoop));
      return path.getFileSystem(hadoop).makeQualified(path);
    } catch (IOException | RuntimeException e) {
      throw new InputError(
          field + " '" + address + "' is no folder that can be used: " + e.getMessage(), e);
    }
  }
}
