package dev.redline.listener.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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
    assertThat(recent.memory(NOW)).isEqualTo(Memory.NONE);
    assertThat(recent.utilization(NOW)).isNull();
  }

  @Test
  void showsTheHottestOfThisAndTheLastMinute() {
    recent.memory(NOW - 1, liveHeap(0.9));
    recent.memory(NOW, liveHeap(0.4));
    recent.memory(NOW + 1, liveHeap(0.5));
    assertThat(recent.memory(NOW + 2)).isEqualTo(liveHeap(0.9));
    assertThat(recent.memory(NOW + MINUTE)).isEqualTo(liveHeap(0.5));
    assertThat(recent.memory(NOW + 2 * MINUTE)).isEqualTo(Memory.NONE);
  }

  @Test
  void anOldReadingIsNotTakenForANewOne() {
    recent.memory(NOW, liveHeap(0.4));
    recent.memory(NOW - RecentMinutes.MINUTES * MINUTE, liveHeap(0.9));
    assertThat(recent.memory(NOW)).isEqualTo(liveHeap(0.4));
  }

  @Test
  void utilizationIsRunTimeOverCoreTime() {
    recent.cores(NOW, 4);
    recent.ran(NOW, NOW + MINUTE, MINUTE, 0);
    assertThat(recent.utilization(NOW + MINUTE)).isEqualTo(0.25);
    assertThat(recent.utilization(NOW + 2 * MINUTE)).isEqualTo(0.125);
  }

  @Test
  void silenceAges() {
    recent.cores(NOW, 1);
    recent.ran(NOW, NOW + MINUTE, MINUTE, 0);
    assertThat(recent.utilization(NOW + 4 * MINUTE)).isCloseTo(0.25, within(1e-9));
    assertThat(recent.utilization(NOW + 60 * MINUTE)).isZero();
  }

  @Test
  void aLongTaskCountsInEveryMinuteItTook() {
    recent.cores(NOW - 20 * MINUTE, 2);
    recent.ran(NOW - 20 * MINUTE, NOW, 20 * MINUTE, 0);
    assertThat(recent.utilization(NOW)).isCloseTo(0.5, within(1e-9));
  }

  @Test
  void coresMayChange() {
    recent.cores(NOW, 4);
    recent.cores(NOW + MINUTE, 0);
    recent.ran(NOW, NOW + MINUTE, 2 * MINUTE, 0);
    assertThat(recent.utilization(NOW + 3 * MINUTE)).isEqualTo(0.5);
    assertThat(recent.utilization(NOW + 30 * MINUTE)).as("no cores, no utilization").isNull();
  }

  @Test
  void isNeverAboveOne() {
    recent.cores(NOW, 1);
    recent.ran(NOW, NOW + MINUTE, 3 * MINUTE, 0);
    assertThat(recent.utilization(NOW + MINUTE)).isEqualTo(1.0);
  }

  @Test
  void aTaskThatTookNoTimeDoesNotDivideByZero() {
    recent.cores(NOW, 1);
    recent.ran(NOW + 5, NOW + 5, 0, 0);
    assertThat(recent.utilization(NOW + MINUTE)).isZero();
  }

  @Test
  void whatIsOlderThanTheWindowIsForgotten() {
    recent.cores(NOW, 1);
    assertThat(recent.utilization(NOW + 5 * MINUTE)).isZero();
    recent.ran(NOW - 10 * MINUTE, NOW - 9 * MINUTE, MINUTE, 0);
    assertThat(recent.utilization(NOW + 5 * MINUTE)).isZero();
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
