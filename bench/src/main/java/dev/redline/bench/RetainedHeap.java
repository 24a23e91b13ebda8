package dev.redline.bench;

import dev.redline.listener.RedlineListener;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.executor.TaskMetrics;
import org.apache.spark.scheduler.JobSucceeded$;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.scheduler.SparkListenerStageCompleted;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.apache.spark.scheduler.StageInfo;

/**
 * What Redline's listener still holds after ten million tasks and ten thousand executors, of which
 * nine thousand were lost, with a heartbeat of every executor: heap in use afterwards, less heap in
 * use when the listener had just been attached.
 */
public final class RetainedHeap {
  private static final int STAGES = 1_000;
  private static final int TASKS_OF_STAGE = 10_000;
  private static final int EXECUTORS = 10_000;
  private static final long START = 1_700_000_000_000L;
  private static final String REASON =
      "Container from a bad node: container_1700000000000_0001_01_000042 on host: ip-10-0-0-1."
          + " Exit status: -100. Diagnostics: Container released on a *lost* node.";

  private RetainedHeap() {}

  /** Measures and prints one line. */
  public static void main(String[] args) {
    SparkListener listener = attach();
    long before = used();
    long began = System.nanoTime();
    feed(listener);
    double seconds = (System.nanoTime() - began) / 1e9;
    long after = used();
    System.out.printf(
        "retained after %,d tasks and %,d executors: %.1f MiB (%.0f s, events made on the way"
            + " included)%n",
        (long) STAGES * TASKS_OF_STAGE, EXECUTORS, (after - before) / 1048576.0, seconds);
    java.lang.ref.Reference.reachabilityFence(listener);
    System.exit(0);
  }

  private static SparkListener attach() {
    return new RedlineListener(
        new SparkConf(false).set("spark.app.name", "bench").set("spark.redline.mode", "observe"));
  }

  private static void feed(SparkListener listener) {
    for (int i = 0; i < EXECUTORS; i++) {
      listener.onExecutorAdded(Events.added(i, START));
      listener.onExecutorMetricsUpdate(Events.heartbeat(i, 0));
    }
    TaskMetrics metrics = Events.metrics();
    for (int id = 0; id < STAGES; id++) {
      stage(listener, id, metrics);
      for (int lost = 9 * id; lost < 9 * (id + 1); lost++) {
        listener.onExecutorRemoved(Events.removed(lost, START + 1_000L * id, REASON));
      }
    }
  }

  private static void stage(SparkListener listener, int id, TaskMetrics metrics) {
    StageInfo stage = Events.stage(id, TASKS_OF_STAGE);
    listener.onJobStart(Events.job(List.of(stage)));
    listener.onStageSubmitted(new SparkListenerStageSubmitted(stage, new java.util.Properties()));
    for (int task = 0; task < TASKS_OF_STAGE; task++) {
      SparkListenerTaskEnd end =
          Events.taskEnd(id, task, EXECUTORS, START + 1_000L * id + task / 10, metrics);
      listener.onTaskStart(new SparkListenerTaskStart(id, 0, end.taskInfo()));
      listener.onTaskEnd(end);
    }
    listener.onStageCompleted(new SparkListenerStageCompleted(stage));
    if (id == STAGES - 1) {
      listener.onJobEnd(new SparkListenerJobEnd(0, START + 1_000L * id, JobSucceeded$.MODULE$));
    }
  }

  private static long used() {
    long used = Long.MAX_VALUE;
    for (int i = 0; i < 4; i++) {
      System.gc();
      used = Math.min(used, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }
    return used;
  }
}
