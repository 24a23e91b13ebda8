package dev.redline.listener.engine;

import dev.redline.listener.signal.Signal;
import dev.redline.listener.signal.Signal.FleetChanged;
import dev.redline.listener.signal.Signal.JobEnded;
import dev.redline.listener.signal.Signal.JobStarted;
import dev.redline.listener.signal.Signal.RunEnded;
import dev.redline.listener.signal.Signal.TaskEnded;
import dev.redline.listener.signal.Signal.TaskStarted;
import dev.redline.listener.signal.Signal.UtilizationMeasured;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How much of the workers' cores is used, told every {@link #EVERY_MS} of event time and at the end
 * of the run.
 *
 * <p>Over the whole run it is what tasks say they ran over the core time there was. A task says so
 * at its end only, so over the sliding window it is the cores that had a task: long tasks are busy
 * while they run. The window is a ring of {@link #CELLS} cells. Not thread-safe; constant memory,
 * and a task allocates nothing.
 */
final class Utilization {
  static final int CELLS = 30;
  static final long EVERY_MS = 10_000;

  private final long cellMs;
  private final double[] busyMs = new double[CELLS];
  private final double[] coreMs = new double[CELLS];
  private long newestCell = Long.MIN_VALUE;

  /** Where the newest cell is; nearly every time falls into it, and divisions are dear. */
  private int newestIndex;

  private long newestFromMs;
  private long newestToMs;
  private long nowMs;
  private long sinceMs = -1;
  private long dueMs;
  private int cores;
  private int tasks;
  private int jobs;
  private double runBusyMs;
  private double runCoreMs;

  Utilization(Duration window) {
    this.cellMs = Math.max(1, window.toMillis() / CELLS);
  }

  Optional<UtilizationMeasured> accept(Signal signal) {
    if (sinceMs < 0 && !(signal instanceof FleetChanged)) {
      return Optional.empty();
    }
    passTime(signal.atMs());
    if (signal instanceof TaskStarted) {
      tasks++;
    } else if (signal instanceof TaskEnded task) {
      tasks = Math.max(0, tasks - 1);
      runBusyMs += task.work().runTimeMs();
    } else if (signal instanceof FleetChanged fleet) {
      onFleet(fleet);
    } else if (signal instanceof JobStarted) {
      jobs++;
    } else if (signal instanceof JobEnded) {
      jobs = Math.max(0, jobs - 1);
      // Where events were dropped, the count is off; without a job there is no task.
      tasks = jobs == 0 ? 0 : tasks;
    }
    return measure(signal instanceof RunEnded);
  }

  private void onFleet(FleetChanged fleet) {
    if (sinceMs < 0) {
      sinceMs = fleet.atMs();
      dueMs = fleet.atMs() + EVERY_MS;
      nowMs = Math.max(nowMs, fleet.atMs());
    }
    cores = fleet.cores();
  }

  /** Time never goes back: what is told late counts from the present. */
  private void passTime(long atMs) {
    if (sinceMs < 0 || atMs <= nowMs) {
      return;
    }
    double busyCores = Math.min(tasks, cores);
    runCoreMs += (double) (atMs - nowMs) * cores;
    if (nowMs >= newestFromMs && atMs <= newestToMs) {
      add(newestIndex, atMs - nowMs, busyCores);
    } else {
      spread(atMs, busyCores);
    }
    nowMs = atMs;
  }

  private void add(int index, long ms, double busyCores) {
    busyMs[index] += ms * busyCores;
    coreMs[index] += (double) ms * cores;
  }

  private void spread(long atMs, double busyCores) {
    long from = Math.max(nowMs, atMs - CELLS * cellMs);
    while (from < atMs) {
      long cell = from / cellMs;
      long to = Math.min(atMs, (cell + 1) * cellMs);
      enter(cell);
      add(newestIndex, to - from, busyCores);
      from = to;
    }
  }

  private void enter(long cell) {
    if (cell - newestCell > CELLS || newestCell == Long.MIN_VALUE) {
      Arrays.fill(busyMs, 0);
      Arrays.fill(coreMs, 0);
      newestCell = cell;
    }
    while (newestCell < cell) {
      newestCell++;
      int index = (int) Math.floorMod(newestCell, (long) CELLS);
      busyMs[index] = 0;
      coreMs[index] = 0;
    }
    newestIndex = (int) Math.floorMod(newestCell, (long) CELLS);
    newestFromMs = newestCell * cellMs;
    newestToMs = newestFromMs + cellMs;
  }

  private Optional<UtilizationMeasured> measure(boolean last) {
    if (sinceMs < 0 || (nowMs < dueMs && !last)) {
      return Optional.empty();
    }
    dueMs = nowMs + EVERY_MS;
    return Optional.of(
        new UtilizationMeasured(
            nowMs,
            ratio(Arrays.stream(busyMs).sum(), Arrays.stream(coreMs).sum()),
            ratio(runBusyMs, runCoreMs),
            sinceMs,
            last));
  }

  private static @Nullable Double ratio(double busyMs, double coreMs) {
    return coreMs <= 0 ? null : Double.valueOf(Math.min(1, busyMs / coreMs));
  }
}
