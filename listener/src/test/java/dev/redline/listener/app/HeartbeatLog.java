package dev.redline.listener.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.spark.SparkConf;
import org.apache.spark.executor.ExecutorMetrics;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import scala.collection.Iterator;

/**
 * Writes what executors' heartbeats measure, as lines of time, executor, heap in use and resident
 * memory of the process tree, to the file that {@code spark.heartbeats.path} names; a removed
 * executor is a line of its time, its id and -1 twice. Recording only; Scala 2.12.
 */
public final class HeartbeatLog extends SparkListener {
  private final Path file;

  /** Called by Spark. */
  public HeartbeatLog(SparkConf conf) {
    this.file = Path.of(conf.get("spark.heartbeats.path"));
  }

  @Override
  public void onExecutorMetricsUpdate(SparkListenerExecutorMetricsUpdate event) {
    if (event.execId().equals("driver")) {
      return;
    }
    Iterator<ExecutorMetrics> updates = event.executorUpdates().valuesIterator();
    long heap = 0;
    long resident = 0;
    while (updates.hasNext()) {
      ExecutorMetrics metrics = updates.next();
      heap = Math.max(heap, metrics.getMetricValue("JVMHeapMemory"));
      resident =
          Math.max(
              resident,
              metrics.getMetricValue("ProcessTreeJVMRSSMemory")
                  + metrics.getMetricValue("ProcessTreeOtherRSSMemory"));
    }
    if (heap > 0) {
      write(System.currentTimeMillis(), event.execId(), heap, resident);
    }
  }

  @Override
  public void onExecutorRemoved(SparkListenerExecutorRemoved event) {
    write(event.time(), event.executorId(), -1, -1);
  }

  private void write(long atMs, String executorId, long heap, long resident) {
    try {
      Files.writeString(
          file,
          "%d,%s,%d,%d%n".formatted(atMs, executorId, heap, resident),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
