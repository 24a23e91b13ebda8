package dev.redline.listener.run;

import dev.redline.listener.signal.ExecutorSize;
import dev.redline.listener.signal.Memory;
import org.jspecify.annotations.Nullable;

/**
 * What gauges show: the hottest executor of this and the last minute, and the share of collections
 * over the last {@link #MINUTES}. A ring of one cell for each minute; reads take the time, so that
 * silence ages. Not thread-safe.
 */
final class RecentMinutes {
  static final int MINUTES = 5;
  private static final long MINUTE_MS = 60_000;

  private final Cell[] ring = new Cell[MINUTES];

  /**
   * Nearly every time is in the minute of the one before, and divisions cost more than all else.
   */
  private Cell latest = new Cell();

  private long latestFromMs;
  private long latestToMs;

  private static final class Cell {
    private long minute = Long.MIN_VALUE;
    private Memory memory = Memory.NONE;
    private final PeakBytes peaks = new PeakBytes();
    private double runTimeMs;
    private double gcTimeMs;
  }

  private Cell cell(long minute) {
    int index = (int) Math.floorMod(minute, (long) MINUTES);
    if (ring[index] == null || ring[index].minute < minute) {
      ring[index] = new Cell();
      ring[index].minute = minute;
    }
    return ring[index];
  }

  /** The minute that a time is in; null where it is too old to be shown. */
  private @Nullable Cell at(long atMs) {
    if (atMs < latestFromMs || atMs >= latestToMs) {
      long minute = minute(atMs);
      Cell cell = cell(minute);
      if (cell.minute != minute) {
        return null;
      }
      latest = cell;
      latestFromMs = minute * MINUTE_MS;
      latestToMs = latestFromMs + MINUTE_MS;
    }
    return latest;
  }

  private static long minute(long atMs) {
    return Math.floorDiv(atMs, MINUTE_MS);
  }

  void memory(long atMs, Memory memory) {
    Cell cell = at(atMs);
    if (cell != null) {
      cell.memory = cell.memory.max(memory);
    }
  }

  void peaks(long atMs, long heapBytes, long residentBytes) {
    Cell cell = at(atMs);
    if (cell != null) {
      cell.peaks.add(heapBytes, residentBytes);
    }
  }

  void ran(long fromMs, long toMs, long runTimeMs, long gcTimeMs) {
    if (fromMs >= latestFromMs && fromMs < toMs && toMs < latestToMs) {
      latest.runTimeMs += runTimeMs;
      latest.gcTimeMs += gcTimeMs;
      return;
    }
    double total = Math.max(1, toMs - fromMs);
    long oldest = minute(toMs) - MINUTES + 1;
    for (long minute = Math.max(minute(fromMs), oldest); minute <= minute(toMs); minute++) {
      long start = Math.max(fromMs, minute * MINUTE_MS);
      long end = Math.min(toMs, (minute + 1) * MINUTE_MS);
      Cell cell = cell(minute);
      if (end > start && cell.minute == minute) {
        cell.runTimeMs += runTimeMs * (end - start) / total;
        cell.gcTimeMs += gcTimeMs * (end - start) / total;
      }
    }
  }

  /** The hottest executor of the last one to two minutes. */
  Memory memory(long nowMs, ExecutorSize size) {
    Memory memory = Memory.NONE;
    for (Cell cell : ring) {
      if (cell != null && cell.minute >= minute(nowMs) - 1) {
        memory = memory.max(cell.memory).max(cell.peaks.assess(size));
      }
    }
    return memory;
  }

  /** Time tasks waited for collections over task run time; null while no task ran. */
  @Nullable Double gc(long nowMs) {
    double gcTimeMs = 0;
    double runTimeMs = 0;
    for (Cell cell : ring) {
      if (cell != null && cell.minute > minute(nowMs) - MINUTES) {
        gcTimeMs += cell.gcTimeMs;
        runTimeMs += cell.runTimeMs;
      }
    }
    return runTimeMs <= 0 ? null : Double.valueOf(Math.min(1, gcTimeMs / runTimeMs));
  }
}
