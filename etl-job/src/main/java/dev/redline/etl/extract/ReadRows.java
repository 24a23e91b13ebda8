package dev.redline.etl.extract;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.Set;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerStageCompleted;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.jspecify.annotations.Nullable;

/**
 * Counts the rows that the tasks of one step read, from Spark's own task metrics. A partition
 * counts once, with its last successful attempt, however often it was tried. Thread-safe: Spark's
 * listener thread writes, the job reads.
 */
final class ReadRows extends SparkListener {
  /** The local property that marks the step's jobs. */
  static final String PROPERTY = "redline.etl.count-reads";

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final String mark;
  private final Set<Integer> runningJobs = new HashSet<>();
  private final Map<Integer, Integer> tasksByStage = new HashMap<>();
  private final Map<Partition, Long> rows = new HashMap<>();
  private boolean finished;

  private record Partition(int stage, int index) {}

  ReadRows(String mark) {
    this.mark = mark;
  }

  /**
   * Waits until Spark has reported the end of the step, then sums.
   *
   * @return empty when Spark dropped events, so that the count would be a guess
   */
  synchronized OptionalLong sum() throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!finished) {
      long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
      if (left <= 0) {
        return OptionalLong.empty();
      }
      wait(left);
    }
    int expected = tasksByStage.values().stream().mapToInt(Integer::intValue).sum();
    return rows.size() == expected
        ? OptionalLong.of(rows.values().stream().mapToLong(Long::longValue).sum())
        : OptionalLong.empty();
  }

  @Override
  public synchronized void onJobStart(SparkListenerJobStart event) {
    if (isMarked(event.properties())) {
      runningJobs.add(event.jobId());
    }
  }

  @Override
  public synchronized void onStageSubmitted(SparkListenerStageSubmitted event) {
    if (isMarked(event.properties())) {
      tasksByStage.put(event.stageInfo().stageId(), event.stageInfo().numTasks());
    }
  }

  @Override
  public synchronized void onStageCompleted(SparkListenerStageCompleted event) {
    tasksByStage.computeIfPresent(
        event.stageInfo().stageId(),
        (stage, tasks) -> Math.max(tasks, event.stageInfo().numTasks()));
  }

  @Override
  public synchronized void onTaskEnd(SparkListenerTaskEnd event) {
    if (tasksByStage.containsKey(event.stageId())
        && event.taskInfo().successful()
        && event.taskMetrics() != null) {
      rows.put(
          new Partition(event.stageId(), event.taskInfo().index()),
          event.taskMetrics().inputMetrics().recordsRead());
    }
  }

  @Override
  public synchronized void onJobEnd(SparkListenerJobEnd event) {
    if (runningJobs.remove(event.jobId()) && runningJobs.isEmpty()) {
      finished = true;
      notifyAll();
    }
  }

  private boolean isMarked(@Nullable Properties properties) {
    return properties != null && mark.equals(properties.getProperty(PROPERTY));
  }
}
