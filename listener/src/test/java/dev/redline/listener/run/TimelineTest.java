package dev.redline.listener.run;

import static dev.redline.listener.signal.Facts.SIZE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.redline.listener.run.RunRecord.Sample;
import dev.redline.listener.signal.Memory;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimelineTest {
  private static final long START = 1_700_000_000_000L;

  private final Timeline timeline = new Timeline(START);

  private static Memory liveHeap(double ratio) {
    return new Memory(ratio, null, null, null);
  }

  @Test
  void isEmptyBeforeAnythingHappened() {
    assertThat(timeline.samples(START, SIZE)).isEmpty();
    assertThat(timeline.utilization(START)).isNull();
  }

  @Test
  void addsUpShuffleFromTheStart() {
    timeline.shuffle(START + 100, 10, false);
    timeline.shuffle(START + 999, 5, true);
    timeline.shuffle(START + 2_000, 7, true);
    List<Sample> samples = timeline.samples(START + 2_000, SIZE);
    assertThat(samples).extracting(Sample::atMs).containsExactly(START, START + 1000, START + 2000);
    assertThat(samples).extracting(Sample::shuffleWriteBytes).containsExactly(15L, 15L, 22L);
    assertThat(samples).extracting(Sample::repeatedShuffleWriteBytes).containsExactly(5L, 5L, 12L);
  }

  @Test
  void keepsTheHottestMemoryOfAStretch() {
    timeline.memory(START, liveHeap(0.5));
    timeline.memory(START + 1, liveHeap(0.7));
    timeline.memory(START + 2, liveHeap(0.6));
    assertThat(timeline.samples(START, SIZE))
        .extracting(Sample::memory)
        .containsExactly(liveHeap(0.7));
  }

  @Test
  void countsLosses() {
    timeline.loss(START, true);
    timeline.loss(START, false);
    timeline.loss(START + 1_000, true);
    List<Sample> samples = timeline.samples(START, SIZE);
    assertThat(samples).extracting(Sample::losses).containsExactly(2, 1);
    assertThat(samples).extracting(Sample::countedLosses).containsExactly(1, 1);
  }

  @Test
  void carriesExecutorsOnUntilTheyChange() {
    timeline.fleet(START, 2, 8);
    timeline.fleet(START + 3_500, 1, 4);
    assertThat(timeline.samples(START + 5_000, SIZE))
        .extracting(Sample::executors)
        .containsExactly(2, 2, 2, 1, 1, 1);
  }

  @Test
  void utilizationIsRunTimeOverCoreTime() {
    timeline.fleet(START, 1, 4);
    timeline.ran(START, START + 1_000, 1_000, 0);
    timeline.ran(START, START + 2_000, 2_000, 0);
    assertThat(timeline.samples(START + 4_000, SIZE))
        .extracting(Sample::utilization)
        .containsExactly(0.5, 0.25, 0.0, 0.0, null);
    assertThat(timeline.utilization(START + 4_000)).isCloseTo(3 / 16.0, within(1e-9));
  }

  @Test
  void spreadsRunTimeOverTheCellsItTook() {
    timeline.fleet(START, 1, 1);
    timeline.ran(START + 500, START + 2_500, 1_000, 0);
    assertThat(timeline.samples(START + 3_000, SIZE).subList(0, 3))
        .extracting(Sample::utilization)
        .containsExactly(0.25, 0.5, 0.25);
  }

  @Test
  void utilizationIsNeverAboveOne() {
    timeline.fleet(START, 1, 1);
    timeline.ran(START, START + 1_000, 5_000, 0);
    assertThat(timeline.samples(START + 1_000, SIZE).get(0).utilization()).isEqualTo(1.0);
    assertThat(timeline.utilization(START + 1_000)).isEqualTo(1.0);
  }

  @Test
  void staysAtOneSecondUpToTheLastCell() {
    timeline.shuffle(START + 599_999, 1, false);
    List<Sample> samples = timeline.samples(START, SIZE);
    assertThat(samples).hasSize(600);
    assertThat(samples.get(599).atMs()).isEqualTo(START + 599_000);
  }

  @Test
  void halvesItselfWhenTheRunOutgrowsIt() {
    timeline.fleet(START, 3, 3);
    for (int second = 0; second < 600; second++) {
      timeline.shuffle(START + second * 1000L, 1, false);
      timeline.loss(START + second * 1000L, second % 2 == 0);
    }
    timeline.memory(START + 1_500, liveHeap(0.9));
    timeline.shuffle(START + 600_000, 1, false);
    List<Sample> samples = timeline.samples(START + 600_000, SIZE);
    assertThat(samples).hasSize(301);
    assertThat(samples.get(1).atMs()).isEqualTo(START + 2_000);
    assertThat(samples.get(0).shuffleWriteBytes()).isEqualTo(2);
    assertThat(samples.get(0).losses()).isEqualTo(2);
    assertThat(samples.get(0).countedLosses()).isEqualTo(1);
    assertThat(samples.get(0).memory()).isEqualTo(liveHeap(0.9));
    assertThat(samples.get(300).shuffleWriteBytes()).isEqualTo(601);
    assertThat(samples).extracting(Sample::executors).containsOnly(3);
  }

  @Test
  void halvingKeepsTheLaterNumberOfExecutors() {
    timeline.fleet(START, 1, 1);
    timeline.fleet(START + 1_000, 5, 5);
    timeline.fleet(START + 2_000, 7, 7);
    timeline.shuffle(START + 600_000, 1, false);
    assertThat(timeline.samples(START, SIZE).subList(0, 2))
        .extracting(Sample::executors)
        .containsExactly(5, 7);
  }

  @Test
  void utilizationSurvivesHalving() {
    timeline.fleet(START, 1, 2);
    timeline.ran(START, START + 3_600_000, 3_600_000, 0);
    assertThat(timeline.utilization(START + 3_600_000)).isCloseTo(0.5, within(1e-9));
    assertThat(timeline.samples(START + 3_600_000, SIZE)).hasSizeBetween(300, 600);
  }

  @Test
  void whatCameBeforeTheStartBelongsToTheStart() {
    timeline.shuffle(START - 60_000, 10, false);
    timeline.ran(START - 2_000, START - 1_000, 500, 0);
    timeline.fleet(START - 5, 1, 1);
    assertThat(timeline.samples(START + 1_000, SIZE).get(0).shuffleWriteBytes()).isEqualTo(10);
    assertThat(timeline.samples(START + 1_000, SIZE).get(0).utilization()).isEqualTo(0.5);
  }

  @Test
  void timesMayComeInAnyOrder() {
    timeline.shuffle(START + 5_000, 1, false);
    timeline.shuffle(START + 1_000, 2, false);
    timeline.fleet(START + 4_000, 1, 1);
    timeline.fleet(START + 2_000, 2, 2);
    timeline.ran(START + 3_000, START + 2_000, 100, 0);
    List<Sample> samples = timeline.samples(START + 5_000, SIZE);
    assertThat(samples)
        .extracting(Sample::shuffleWriteBytes)
        .containsExactly(0L, 2L, 2L, 2L, 2L, 3L);
    assertThat(timeline.utilization(START + 5_000)).isBetween(0.0, 1.0);
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MAX_VALUE, Long.MIN_VALUE, 0, -1, START + 10L * 366 * 24 * 3600_000})
  void aClockThatIsOffCostsNoMemoryAndNoTotals(long atMs) {
    timeline.fleet(START, 1, 1);
    timeline.shuffle(START + 1_000, 1, false);
    timeline.shuffle(atMs, 2, true);
    timeline.ran(atMs, atMs, 5, 0);
    timeline.fleet(atMs, 2, 2);
    timeline.loss(atMs, true);
    timeline.shuffle(START + 2_000, 4, false);
    List<Sample> samples = timeline.samples(START + 3_000, SIZE);
    assertThat(samples).hasSizeLessThanOrEqualTo(RunRecord.MAX_SAMPLES);
    assertThat(samples.get(samples.size() - 1).shuffleWriteBytes()).isEqualTo(7);
    assertThat(samples.get(samples.size() - 1).repeatedShuffleWriteBytes()).isEqualTo(2);
  }

  @Test
  void addsUpSpillFromTheStart() {
    timeline.spill(START, 10);
    timeline.spill(START + 2_000, 7);
    assertThat(timeline.samples(START + 2_000, SIZE))
        .extracting(Sample::spillDiskBytes)
        .containsExactly(10L, 10L, 17L);
  }

  @Test
  void shareOfCollectionsIsOfTheTimeThatTasksRan() {
    timeline.ran(START, START + 1_000, 1_000, 250);
    timeline.ran(START, START + 2_000, 1_000, 0);
    timeline.spill(START + 2_500, 1);
    assertThat(timeline.samples(START + 2_500, SIZE))
        .extracting(Sample::gcRatio)
        .containsExactly(250 / 1_500.0, 0.0, null);
  }
}
