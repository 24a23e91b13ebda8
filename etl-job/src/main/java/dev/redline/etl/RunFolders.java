package dev.redline.etl;

import dev.redline.etl.storage.Address;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a run keeps its files.
 *
 * @param run what all attempts of the run share; gone with its last attempt
 * @param work the attempt's own folder below it
 * @param quarantine the run's rejected rows; they stay
 */
record RunFolders(Path run, Path work, Path quarantine) {
  private static final Logger LOG = LoggerFactory.getLogger(RunFolders.class);

  /** Folders of one attempt. Addresses of S3 are turned into those Hadoop's s3a understands. */
  static RunFolders of(JobSpec spec, String runId, String attempt, Configuration hadoop) {
    Path run = new Path(folder("staging", spec.staging(), hadoop), runId);
    Path quarantine = new Path(folder("rejects", spec.rejects(), hadoop), "run_id=" + runId);
    return new RunFolders(run, new Path(run, attempt), quarantine);
  }

  /** Removes the attempt's files. What cannot be removed is only reported: the data is loaded. */
  void clean(Configuration hadoop) {
    try {
      FileSystem storage = work.getFileSystem(hadoop);
      storage.delete(work, true);
      if (storage.exists(run) && storage.listStatus(run).length == 0) {
        storage.delete(run, false);
      }
    } catch (IOException e) {
      LOG.warn("staging {} could not be removed, remove it by hand: {}", work, e.toString());
    }
  }

  private static Path folder(String field, String address, Configuration hadoop) {
    try {
      Path path = new Path(Address.forHadoop(address, hadoop));
      return path.getFileSystem(hadoop).makeQualified(path);
    } catch (IOException | IllegalArgumentException e) {
      throw new InputError(
          field + " '" + address + "' is no folder that can be used: " + e.getMessage(), e);
    }
  }
}
