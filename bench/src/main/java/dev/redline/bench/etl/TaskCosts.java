package dev.redline.bench.etl;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.apache.spark.executor.TaskMetrics;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerApplicationEnd;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/**
 * Adds up what tasks cost. Attached by {@code spark.extraListeners}, it writes the sums to the file
 * that the system property {@value #FILE} names once the application ends.
 */
public final class TaskCosts extends SparkListener {
  /** Where the sums go. */
  static final String FILE = "redline.bench.costs";

  private long shuffleBytes;
  private long spillBytes;
  private long largestTaskBytes;

  /**
   * The sums.
   *
   * @param shuffleBytes written by all stages
   * @param spillBytes written to disk by tasks that ran out of memory
   * @param largestTaskBytes most execution memory of any task
   */
  record Sums(long shuffleBytes, long spillBytes, long largestTaskBytes) {}

  Sums sums() {
    return new Sums(shuffleBytes, spillBytes, largestTaskBytes);
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd event) {
    TaskMetrics metrics = event.taskMetrics();
    if (metrics != null) {
      shuffleBytes += metrics.shuffleWriteMetrics().bytesWritten();
      spillBytes += metrics.diskBytesSpilled();
      largestTaskBytes = Math.max(largestTaskBytes, metrics.peakExecutionMemory());
    }
  }

  @Override
  public void onApplicationEnd(SparkListenerApplicationEnd event) {
    String file = System.getProperty(FILE);
    if (file != null) {
      try {
        new ObjectMapper().writeValue(Path.of(file).toFile(), sums());
      } catch (IOException e) {
        throw new UncheckedIOException("the costs cannot be written to " + file, e);
      }
    }
  }
}
