package dev.redline.listener.run;

import dev.redline.listener.run.RunRecord.Rows;
import dev.redline.listener.run.RunRecord.Totals;
import dev.redline.listener.signal.ExecutorSize;
import dev.redline.listener.signal.Loss;
import dev.redline.listener.signal.Memory;
import dev.redline.listener.signal.Signal;
import dev.redline.listener.signal.Signal.ExecutorAdded;
import dev.redline.listener.signal.Signal.ExecutorLost;
import dev.redline.listener.signal.Signal.FleetChanged;
import dev.redline.listener.signal.Signal.JobEnded;
import dev.redline.listener.signal.Signal.MemoryAssessed;
import dev.redline.listener.signal.Signal.MemoryPeaked;
import dev.redline.listener.signal.Signal.RowsCounted;
import dev.redline.listener.signal.Signal.RunEnded;
import dev.redline.listener.signal.Signal.TaskEnded;
import dev.redline.listener.signal.Signal.UtilizationMeasured;
import dev.redline.listener.signal.TaskOutcome;
import dev.redline.listener.signal.TaskWork;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Adds up a run's signals, raw and derived, into its record.
 *
 * <p>Thread-safe: signals come from one thread, readings from others. Memory is bounded by
 * executors and the limits of {@link RunRecord}.
 */
public final class RunRecorder {
  private static final long STALE_MS = 60_000;

  private final ExecutorSize size;
  private final Timeline timeline;
  private final RecentMinutes recent = new RecentMinutes();
  private final PeakBytes peakBytes = new PeakBytes();
  private final List<Loss> losses = new ArrayList<>();
  private final long startedAtMs;
  private long lastAtMs;
  private boolean ended;

  private long shuffleWriteBytes;
  private long repeatedBytes;
  private long shuffleReadBytes;
  private long spillDiskBytes;
  private long runTimeMs;
  private long gcTimeMs;
  private long jobs;
  private long failedJobs;
  private long tasks;
  private long failedTasks;
  private long killedTasks;
  private int added;
  private int removed;
  private int alive;
  private int peak;
  private int lossCount;
  private int countedLosses;
  private Memory peakMemory = Memory.NONE;
  private @Nullable UtilizationMeasured utilization;
  private Rows rows = Rows.NONE;

  /**
   * A recorder of a run that starts now.
   *
   * @param startedAtMs the time before which nothing happened
   * @param size what each executor was granted
   */
  public RunRecorder(long startedAtMs, ExecutorSize size) {
    this.startedAtMs = startedAtMs;
    this.lastAtMs = startedAtMs;
    this.size = size;
    this.timeline = new Timeline(startedAtMs);
  }

  /** Takes a signal, raw or derived. */
  public synchronized void accept(Signal signal) {
    lastAtMs = Math.max(lastAtMs, signal.atMs());
    if (signal instanceof TaskEnded task) {
      onTask(task);
    } else if (signal instanceof MemoryAssessed assessed) {
      onMemory(assessed.atMs(), assessed.memory());
    } else if (signal instanceof MemoryPeaked peaked) {
      onPeaks(peaked.atMs(), peaked.heapBytes(), peaked.residentBytes());
    } else if (signal instanceof UtilizationMeasured measured) {
      utilization = measured;
    } else if (signal instanceof JobEnded job) {
      jobs++;
      failedJobs += job.succeeded() ? 0 : 1;
    } else if (signal instanceof ExecutorAdded) {
      added++;
    } else if (signal instanceof FleetChanged fleet) {
      onFleet(fleet);
    } else if (signal instanceof ExecutorLost lost) {
      onLoss(lost.loss());
    } else if (signal instanceof RowsCounted counted) {
      rows = rows.plus(counted);
    } else if (signal instanceof RunEnded) {
      ended = true;
    }
  }

  private void onTask(TaskEnded task) {
    TaskWork work = task.work();
    boolean repeated = task.isRepeatedWork();
    tasks++;
    failedTasks += task.outcome().isFailure() ? 1 : 0;
    killedTasks += task.outcome() == TaskOutcome.KILLED ? 1 : 0;
    shuffleReadBytes += work.shuffleReadBytes();
    spillDiskBytes += work.spillDiskBytes();
    gcTimeMs += work.gcTimeMs();
    if (work.spillDiskBytes() > 0) {
      timeline.spill(task.atMs(), work.spillDiskBytes());
    }
    if (work.shuffleWriteBytes() > 0) {
      shuffleWriteBytes += work.shuffleWriteBytes();
      repeatedBytes += repeated ? work.shuffleWriteBytes() : 0;
      timeline.shuffle(task.atMs(), work.shuffleWriteBytes(), repeated);
    }
    if (work.runTimeMs() > 0) {
      runTimeMs += work.runTimeMs();
      long startMs = Math.max(task.launchedAtMs(), task.atMs() - work.runTimeMs());
      timeline.ran(startMs, task.atMs(), work.runTimeMs(), work.gcTimeMs());
      recent.ran(startMs, task.atMs(), work.runTimeMs(), work.gcTimeMs());
    }
    if (work.measuresMemory()) {
      onPeaks(task.atMs(), work.peakHeapBytes(), work.peakResidentBytes());
    }
  }

  /** In bytes up to the time somebody reads them: shares would be objects, for every task. */
  private void onPeaks(long atMs, long heapBytes, long residentBytes) {
    peakBytes.add(heapBytes, residentBytes);
    timeline.peaks(atMs, heapBytes, residentBytes);
    recent.peaks(atMs, heapBytes, residentBytes);
  }

  private void onMemory(long atMs, Memory memory) {
    peakMemory = peakMemory.max(memory);
    timeline.memory(atMs, memory);
    recent.memory(atMs, memory);
  }

  private void onFleet(FleetChanged fleet) {
    removed += fleet.executors() < alive ? 1 : 0;
    alive = fleet.executors();
    peak = Math.max(peak, alive);
    timeline.fleet(fleet.atMs(), fleet.executors(), fleet.cores());
  }

  private void onLoss(Loss loss) {
    lossCount++;
    countedLosses += loss.counted() ? 1 : 0;
    timeline.loss(loss.atMs(), loss.counted());
    if (losses.size() < RunRecord.MAX_LOSSES) {
      losses.add(loss);
    }
  }

  /** The present values, for gauges. */
  public synchronized Vitals vitals(long nowMs) {
    return new Vitals(
        shuffleWriteBytes, recent.memory(nowMs, size), utilization(nowMs), recent.gc(nowMs), alive);
  }

  /** Executors send heartbeats; where nothing was measured for a while there are none. */
  private @Nullable Double utilization(long nowMs) {
    UtilizationMeasured measured = utilization;
    return measured == null || nowMs - measured.atMs() > STALE_MS ? null : measured.windowRatio();
  }

  /** What a run was, apart from what it was told to be. */
  public record Reading(
      long startedAtMs,
      long endedAtMs,
      boolean complete,
      Totals totals,
      List<Loss> losses,
      List<RunRecord.Sample> timeline) {}

  /** All that was recorded up to the last signal. */
  public synchronized Reading read() {
    return new Reading(
        startedAtMs,
        lastAtMs,
        ended,
        totals(),
        List.copyOf(losses),
        timeline.samples(lastAtMs, size));
  }

  private Totals totals() {
    return new Totals(
        shuffleWriteBytes,
        repeatedBytes,
        shuffleReadBytes,
        spillDiskBytes,
        jobs,
        failedJobs,
        tasks,
        failedTasks,
        killedTasks,
        added,
        removed,
        peak,
        lossCount,
        countedLosses,
        peakMemory.max(peakBytes.assess(size)),
        timeline.utilization(lastAtMs),
        runTimeMs == 0 ? null : Double.valueOf((double) gcTimeMs / runTimeMs),
        rows);
  }
}
