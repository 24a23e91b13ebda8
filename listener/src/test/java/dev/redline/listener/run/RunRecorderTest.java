package dev.redline.listener.run;

import static dev.redline.listener.signal.Facts.SIZE;
import static dev.redline.listener.signal.Facts.lost;
import static dev.redline.listener.signal.Facts.task;
import static dev.redline.listener.signal.Facts.wrote;
import static org.assertj.core.api.Assertions.assertThat;

import dev.redline.listener.run.RunRecord.Rows;
import dev.redline.listener.run.RunRecord.Sample;
import dev.redline.listener.run.RunRecord.Totals;
import dev.redline.listener.signal.Facts;
import dev.redline.listener.signal.LossCause;
import dev.redline.listener.signal.Memory;
import dev.redline.listener.signal.Signal;
import dev.redline.listener.signal.Signal.ExecutorAdded;
import dev.redline.listener.signal.Signal.FleetChanged;
import dev.redline.listener.signal.Signal.JobEnded;
import dev.redline.listener.signal.Signal.JobStarted;
import dev.redline.listener.signal.Signal.MemoryPeaked;
import dev.redline.listener.signal.Signal.RowsCounted;
import dev.redline.listener.signal.Signal.RunEnded;
import dev.redline.listener.signal.Signal.TaskEnded;
import dev.redline.listener.signal.Signal.UtilizationMeasured;
import dev.redline.listener.signal.TaskOutcome;
import dev.redline.listener.signal.TaskRef;
import dev.redline.listener.signal.TaskWork;
import org.junit.jupiter.api.Test;

class RunRecorderTest {
  private static final long START = 1_700_000_000_000L;

  private final RunRecorder recorder = new RunRecorder(START, SIZE);

  private RunRecorder.Reading read(Signal... signals) {
    for (Signal signal : signals) {
      recorder.accept(signal);
    }
    return recorder.read();
  }

  private Totals totals(Signal... signals) {
    return read(signals).totals();
  }

  @Test
  void aRunWithoutSignalsIsEmpty() {
    RunRecorder.Reading reading = read();
    assertThat(reading.totals())
        .isEqualTo(
            new Totals(
                0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, Memory.NONE, null, null, Rows.NONE));
    assertThat(reading.startedAtMs()).isEqualTo(START);
    assertThat(reading.endedAtMs()).isEqualTo(START);
    assertThat(reading.complete()).isFalse();
    assertThat(recorder.vitals(START)).isEqualTo(Vitals.NONE);
  }

  @Test
  void lastsUntilItsLatestSignal() {
    RunRecorder.Reading reading =
        read(task(START + 9, 1, "1", TaskOutcome.SUCCEEDED), new RunEnded(START + 5));
    assertThat(reading.endedAtMs()).isEqualTo(START + 9);
    assertThat(reading.complete()).isTrue();
  }

  @Test
  void addsUpWhatTasksDid() {
    TaskWork work = new TaskWork(1_000, 250, 10, 20, 30, 0, 0);
    TaskRef first = new TaskRef(1, 0, 0);
    TaskRef again = new TaskRef(1, 1, 0);
    Totals totals =
        totals(
            new TaskEnded(START + 2_000, first, "1", START, TaskOutcome.FAILED, work),
            new TaskEnded(START + 2_000, first, "1", START, TaskOutcome.KILLED, TaskWork.NONE),
            new TaskEnded(START + 2_000, first, "1", START, TaskOutcome.SUCCEEDED, work),
            new TaskEnded(START + 2_000, again, "1", START, TaskOutcome.SUCCEEDED, work));
    assertThat(totals.shuffleWriteBytes()).isEqualTo(30);
    assertThat(totals.repeatedShuffleWriteBytes()).isEqualTo(20);
    assertThat(totals.shuffleReadBytes()).isEqualTo(60);
    assertThat(totals.spillDiskBytes()).isEqualTo(90);
    assertThat(totals.tasks()).isEqualTo(4);
    assertThat(totals.failedTasks()).isEqualTo(1);
    assertThat(totals.killedTasks()).isEqualTo(1);
    assertThat(totals.gcRatio()).isEqualTo(0.25);
  }

  @Test
  void countsExecutors() {
    Totals totals =
        totals(
            new ExecutorAdded(START, "1", 4),
            new FleetChanged(START, 1, 4),
            new ExecutorAdded(START, "2", 4),
            new FleetChanged(START, 2, 8),
            new FleetChanged(START + 1_000, 1, 4),
            lost(START + 1_000, "1", LossCause.CRASH),
            lost(START + 1_000, "2", LossCause.SCALED_IN));
    assertThat(totals.executorsAdded()).isEqualTo(2);
    assertThat(totals.executorsRemoved()).isEqualTo(1);
    assertThat(totals.peakExecutors()).isEqualTo(2);
    assertThat(totals.losses()).isEqualTo(2);
    assertThat(totals.countedLosses()).isEqualTo(1);
    assertThat(recorder.vitals(START).executors()).isEqualTo(1);
    assertThat(recorder.read().losses()).extracting(l -> l.executorId()).containsExactly("1", "2");
  }

  @Test
  void countsMoreLossesThanItKeeps() {
    for (int i = 0; i < RunRecord.MAX_LOSSES + 5; i++) {
      recorder.accept(lost(START, "" + i, LossCause.CRASH));
    }
    assertThat(recorder.read().losses()).hasSize(RunRecord.MAX_LOSSES);
    assertThat(recorder.read().totals().losses()).isEqualTo(RunRecord.MAX_LOSSES + 5);
  }

  @Test
  void keepsTheHighestMemoryAndShowsThePresent() {
    read(Facts.memory(START, "1", 0.5, null), Facts.memory(START + 300_000, "1", 0.3, 0.2));
    assertThat(recorder.read().totals().peakMemory()).isEqualTo(new Memory(0.5, 0.2, null, null));
    assertThat(recorder.vitals(START + 300_000).memory())
        .isEqualTo(new Memory(0.3, 0.2, null, null));
  }

  @Test
  void takesThePeaksOfTasksForAllButLiveHeap() {
    long residentBytes = SIZE.heapBytes() + SIZE.overheadBytes() / 2;
    TaskWork work = new TaskWork(0, 0, 0, 0, 0, SIZE.heapBytes() / 2, residentBytes);
    TaskRef task = new TaskRef(1, 0, 0);
    Totals totals = totals(new TaskEnded(START, task, "1", START, TaskOutcome.SUCCEEDED, work));
    assertThat(totals.peakMemory()).isEqualTo(new Memory(null, 0.5, 0.5, 0.9));
  }

  @Test
  void takesThePeaksOfStagesThatEventLogsHold() {
    Totals totals = totals(new MemoryPeaked(START, "1", SIZE.heapBytes() / 4, 0));
    assertThat(totals.peakMemory()).isEqualTo(new Memory(null, null, 0.25, null));
    assertThat(recorder.vitals(START).memory()).isEqualTo(totals.peakMemory());
  }

  @Test
  void countsJobs() {
    Totals totals =
        totals(
            new JobStarted(START, 0),
            new JobEnded(START + 1, 0, true),
            new JobStarted(START + 2, 1),
            new JobEnded(START + 3, 1, false),
            new JobStarted(START + 4, 2));
    assertThat(totals.jobs()).isEqualTo(2);
    assertThat(totals.failedJobs()).isEqualTo(1);
  }

  @Test
  void utilizationIsOfTheWholeRun() {
    Totals totals =
        totals(
            new FleetChanged(START, 1, 2),
            Facts.ran(START + 10_000, 5_000),
            new RunEnded(START + 10_000));
    assertThat(totals.workerUtilization()).isEqualTo(0.25);
  }

  @Test
  void aTaskRanAtTheEndOfItsTimeAndNotWhileItWasFetched() {
    TaskWork work = new TaskWork(1_000, 0, 0, 0, 0, 0, 0);
    TaskRef task = new TaskRef(1, 0, 0);
    RunRecorder.Reading reading =
        read(
            new FleetChanged(START, 1, 1),
            new TaskEnded(START + 3_000, task, "1", START, TaskOutcome.SUCCEEDED, work));
    assertThat(reading.timeline().subList(0, 3))
        .extracting(Sample::utilization)
        .containsExactly(0.0, 0.0, 1.0);
  }

  @Test
  void showsTheUtilizationMeasuredLastUntilItIsStale() {
    read(new UtilizationMeasured(START, 0.25, 0.5, START, false));
    assertThat(recorder.vitals(START + 60_000).utilizationRatio()).isEqualTo(0.25);
    assertThat(recorder.vitals(START + 60_001).utilizationRatio()).isNull();
  }

  @Test
  void tellsWhatWasWrittenToShuffleOverTime() {
    RunRecorder.Reading reading =
        read(
            wrote(START, new TaskRef(1, 0, 0), 10, TaskOutcome.SUCCEEDED),
            wrote(START, new TaskRef(1, 0, 0), 5, TaskOutcome.KILLED));
    assertThat(reading.timeline().get(0).shuffleWriteBytes()).isEqualTo(15);
    assertThat(recorder.vitals(START).shuffleWriteBytes()).isEqualTo(15);
  }

  @Test
  void aReadingDoesNotChangeWithTheRun() {
    RunRecorder.Reading before = read(lost(START, "1", LossCause.CRASH));
    read(lost(START, "2", LossCause.CRASH), new RunEnded(START + 5));
    assertThat(before.losses()).hasSize(1);
    assertThat(before.complete()).isFalse();
  }

  @Test
  void addsUpRowsAndKeepsThoseApartThatWereNotCounted() {
    assertThat(
            totals(
                    new RowsCounted(START, 100L, 3L, null, null),
                    new RowsCounted(START + 1, 50L, null, null, 20L))
                .rows())
        .isEqualTo(new Rows(150L, 3L, null, 20L));
  }
}
