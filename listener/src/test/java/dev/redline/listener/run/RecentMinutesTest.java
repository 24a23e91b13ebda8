package dev.redline.listener.run;

import static dev.redline.listener.signal.Facts.SIZE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.redline.listener.signal.Memory;
import org.junit.jupiter.api.Test;

class RecentMinutesTest {
  private static final long MINUTE = 60_000;
  private static final long NOW = 28_333_333 * MINUTE;

  private final RecentMinutes recent = new RecentMinutes();

  private static Memory liveHeap(double ratio) {
    return new Memory(ratio, null, null, null);
  }

  @Test
  void knowsNothingAtFirst() {
    assertThat(recent.memory(NOW, SIZE)).isEqualTo(Memory.NONE);
  }

  @Test
  void showsTheHottestOfThisAndTheLastMinute() {
    recent.memory(NOW - 1, liveHeap(0.9));
    recent.memory(NOW, liveHeap(0.4));
    recent.memory(NOW + 1, liveHeap(0.5));
    assertThat(recent.memory(NOW + 2, SIZE)).isEqualTo(liveHeap(0.9));
    assertThat(recent.memory(NOW + MINUTE, SIZE)).isEqualTo(liveHeap(0.5));
    assertThat(recent.memory(NOW + 2 * MINUTE, SIZE)).isEqualTo(Memory.NONE);
  }

  @Test
  void showsThePeaksOfTasksToo() {
    recent.memory(NOW, liveHeap(0.4));
    recent.peaks(NOW, SIZE.heapBytes() / 2, 0);
    recent.peaks(NOW + 1, SIZE.heapBytes() / 4, SIZE.containerBytes());
    assertThat(recent.memory(NOW + 2, SIZE)).isEqualTo(new Memory(0.4, 1.0, 0.5, 1.0));
    assertThat(recent.memory(NOW + 2 * MINUTE, SIZE)).isEqualTo(Memory.NONE);
  }

  @Test
  void anOldReadingIsNotTakenForANewOne() {
    recent.memory(NOW, liveHeap(0.4));
    recent.memory(NOW - RecentMinutes.MINUTES * MINUTE, liveHeap(0.9));
    assertThat(recent.memory(NOW, SIZE)).isEqualTo(liveHeap(0.4));
  }

  @Test
  void gcIsItsShareOfRunTime() {
    assertThat(recent.gc(NOW)).isNull();
    recent.ran(NOW, NOW + MINUTE, MINUTE, MINUTE / 4);
    assertThat(recent.gc(NOW + MINUTE)).isEqualTo(0.25);
    assertThat(recent.gc(NOW + 10 * MINUTE)).isNull();
  }

  @Test
  void gcIsNeverMoreThanTheRunTime() {
    recent.ran(NOW, NOW + MINUTE, 10, 20);
    assertThat(recent.gc(NOW + MINUTE)).isEqualTo(1);
  }
}
