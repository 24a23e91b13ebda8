package dev.redline.listener.run;

import dev.redline.listener.run.RunRecord.Sample;
import dev.redline.listener.signal.ExecutorSize;
import dev.redline.listener.signal.Memory;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The run over time in at most {@link RunRecord#MAX_SAMPLES} cells of equal width: one second at
 * first, twice as much whenever the run outgrows them. Not thread-safe.
 */
final class Timeline {
  private static final long FIRST_WIDTH_MS = 1_000;

  /** Ten years: times beyond, of a clock that is off, belong to the last cell. */
  private static final long MAX_SPAN_MS = 10L * 365 * 24 * 3600 * 1000;

  private final List<Cell> cells = new ArrayList<>();
  private final long startMs;
  private long widthMs = FIRST_WIDTH_MS;
  private long fleetSinceMs;
  private int cores;

  /** Nearly every time is in the cell of the one before, and divisions cost more than all else. */
  private Cell latest = new Cell();

  private long latestFromMs;
  private long latestToMs;

  Timeline(long startMs) {
    this.startMs = startMs;
    this.fleetSinceMs = startMs;
  }

  private static final class Cell {
    private long shuffleBytes;
    private long repeatedBytes;
    private Memory memory = Memory.NONE;
    private final PeakBytes peaks = new PeakBytes();
    private double runTimeMs;
    private double gcTimeMs;
    private double coreMs;
    private long spillBytes;
    private int executors = -1;
    private int losses;
    private int countedLosses;

    void add(Cell other) {
      shuffleBytes += other.shuffleBytes;
      repeatedBytes += other.repeatedBytes;
      memory = memory.max(other.memory);
      peaks.add(other.peaks);
      runTimeMs += other.runTimeMs;
      gcTimeMs += other.gcTimeMs;
      spillBytes += other.spillBytes;
      coreMs += other.coreMs;
      executors = other.executors < 0 ? executors : other.executors;
      losses += other.losses;
      countedLosses += other.countedLosses;
    }
  }

  void shuffle(long atMs, long bytes, boolean repeated) {
    Cell cell = cell(atMs);
    cell.shuffleBytes += bytes;
    cell.repeatedBytes += repeated ? bytes : 0;
  }

  void memory(long atMs, Memory memory) {
    Cell cell = cell(atMs);
    cell.memory = cell.memory.max(memory);
  }

  void peaks(long atMs, long heapBytes, long residentBytes) {
    cell(atMs).peaks.add(heapBytes, residentBytes);
  }

  void loss(long atMs, boolean counted) {
    Cell cell = cell(atMs);
    cell.losses++;
    cell.countedLosses += counted ? 1 : 0;
  }

  void spill(long atMs, long bytes) {
    cell(atMs).spillBytes += bytes;
  }

  /** Spreads time on a core, and its part in collections, evenly over the time it took. */
  void ran(long fromMs, long toMs, long runTimeMs, long gcTimeMs) {
    long from = Math.max(fromMs, startMs);
    long to = Math.max(toMs, from + 1);
    if (from >= latestFromMs && to < latestToMs) {
      latest.runTimeMs += runTimeMs;
      latest.gcTimeMs += gcTimeMs;
    } else {
      spread(from, to, runTimeMs, gcTimeMs, 0);
    }
  }

  void fleet(long atMs, int executorsNow, int coresNow) {
    passTime(atMs);
    cores = coresNow;
    cell(atMs).executors = executorsNow;
  }

  private void passTime(long untilMs) {
    if (cores > 0 && untilMs > fleetSinceMs) {
      long span = untilMs - fleetSinceMs;
      spread(fleetSinceMs, untilMs, 0, 0, (double) span * cores);
    }
    fleetSinceMs = Math.max(fleetSinceMs, untilMs);
  }

  private void spread(long fromMs, long toMs, double runTimeMs, double gcTimeMs, double coreMs) {
    cell(toMs);
    int first = index(fromMs);
    int last = index(toMs);
    for (int i = first; i <= last; i++) {
      long cellStart = startMs + i * widthMs;
      long overlap = Math.min(toMs, cellStart + widthMs) - Math.max(fromMs, cellStart);
      if (overlap > 0) {
        double share = (double) overlap / (toMs - fromMs);
        Cell cell = cells.get(i);
        cell.runTimeMs += share * runTimeMs;
        cell.gcTimeMs += share * gcTimeMs;
        cell.coreMs += share * coreMs;
      }
    }
  }

  private int index(long atMs) {
    long offset = atMs <= startMs ? 0 : Math.min(atMs - startMs, MAX_SPAN_MS);
    return (int) Math.min(offset / widthMs, Integer.MAX_VALUE);
  }

  private Cell cell(long atMs) {
    if (atMs < latestFromMs || atMs >= latestToMs) {
      latest = find(atMs);
      latestFromMs = startMs + index(atMs) * widthMs;
      latestToMs = latestFromMs + widthMs;
    }
    return latest;
  }

  private Cell find(long atMs) {
    while (index(atMs) >= RunRecord.MAX_SAMPLES) {
      halve();
    }
    int index = index(atMs);
    while (cells.size() <= index) {
      cells.add(new Cell());
    }
    return cells.get(index);
  }

  private void halve() {
    List<Cell> merged = new ArrayList<>();
    for (int i = 0; i < cells.size(); i += 2) {
      Cell cell = cells.get(i);
      if (i + 1 < cells.size()) {
        cell.add(cells.get(i + 1));
      }
      merged.add(cell);
    }
    cells.clear();
    cells.addAll(merged);
    widthMs *= 2;
    latestToMs = latestFromMs;
  }

  /** The samples so far, up to a time that closes the last one. */
  List<Sample> samples(long untilMs, ExecutorSize size) {
    passTime(untilMs);
    List<Sample> samples = new ArrayList<>();
    long shuffleBytes = 0;
    long repeatedBytes = 0;
    long spillBytes = 0;
    int alive = 0;
    for (int i = 0; i < cells.size(); i++) {
      Cell cell = cells.get(i);
      shuffleBytes += cell.shuffleBytes;
      repeatedBytes += cell.repeatedBytes;
      spillBytes += cell.spillBytes;
      alive = cell.executors < 0 ? alive : cell.executors;
      samples.add(
          new Sample(
              startMs + i * widthMs,
              shuffleBytes,
              repeatedBytes,
              spillBytes,
              cell.memory.max(cell.peaks.assess(size)),
              share(cell.runTimeMs, cell.coreMs),
              share(cell.gcTimeMs, cell.runTimeMs),
              alive,
              cell.losses,
              cell.countedLosses));
    }
    return samples;
  }

  /** Task run time over core time of the whole run so far; null before there were executors. */
  @Nullable Double utilization(long untilMs) {
    passTime(untilMs);
    double runTimeMs = 0;
    double coreMs = 0;
    for (Cell cell : cells) {
      runTimeMs += cell.runTimeMs;
      coreMs += cell.coreMs;
    }
    return share(runTimeMs, coreMs);
  }

  private static @Nullable Double share(double part, double whole) {
    return whole <= 0 ? null : Double.valueOf(Math.min(1, part / whole));
  }
}
