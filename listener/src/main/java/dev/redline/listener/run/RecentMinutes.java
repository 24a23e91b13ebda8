package dev.redline.listener.run;

import dev.redline.listener.signal.Memory;

/**
 * The hottest executor of this and the last minute, as gauges show it. A ring of one cell for each
 * minute; reads take the time, so that silence ages. Not thread-safe.
 */
final class RecentMinutes {
  static final int MINUTES = 3;
  private static final long MINUTE_MS = 60_000;

  private final Cell[] ring = new Cell[MINUTES];

  private static final class Cell {
    private long minute = Long.MIN_VALUE;
    private Memory memory = Memory.NONE;
  }

  private Cell cell(long minute) {
    int index = (int) Math.floorMod(minute, (long) MINUTES);
    if (ring[index] == null || ring[index].minute < minute) {
      ring[index] = new Cell();
      ring[index].minute = minute;
    }
    return ring[index];
  }

  private static long minute(long atMs) {
    return Math.floorDiv(atMs, MINUTE_MS);
  }

  void memory(long atMs, Memory memory) {
    Cell cell = cell(minute(atMs));
    if (cell.minute == minute(atMs)) {
      cell.memory = cell.memory.max(memory);
    }
  }

  /** The hottest executor of the last one to two minutes. */
  Memory memory(long nowMs) {
    Memory memory = Memory.NONE;
    for (Cell cell : ring) {
      if (cell != null && cell.minute >= minute(nowMs) - 1) {
        memory = memory.max(cell.memory);
      }
    }
    return memory;
  }
}
