package dev.redline.listener.policy;

import static dev.redline.listener.signal.Facts.SIZE;
import static dev.redline.listener.signal.Facts.lost;
import static dev.redline.listener.signal.Facts.task;
import static dev.redline.listener.signal.TaskOutcome.EXECUTOR_LOST;
import static dev.redline.listener.signal.TaskOutcome.OUT_OF_MEMORY;
import static dev.redline.listener.signal.TaskOutcome.SUCCEEDED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.redline.listener.policy.PoisonTask.State;
import dev.redline.listener.policy.Verdict.Retry;
import dev.redline.listener.policy.Verdict.Severity;
import dev.redline.listener.signal.LossCause;
import dev.redline.listener.signal.Signal;
import dev.redline.listener.signal.Signal.StageCompleted;
import dev.redline.listener.signal.Signal.StagesRetired;
import dev.redline.listener.signal.TaskOutcome;
import dev.redline.listener.signal.TaskRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PoisonTaskTest extends PolicyContract<State> {

  @Override
  PoisonTask policy() {
    return new PoisonTask(2, SIZE);
  }

  @Override
  PoisonTask patient() {
    return new PoisonTask(1_000, SIZE);
  }

  @Override
  List<Signal> crossing() {
    return List.of(task(1, 3, "1", OUT_OF_MEMORY), task(2, 3, "2", OUT_OF_MEMORY));
  }

  @Override
  List<Signal> independent(Random random) {
    List<Signal> signals = new ArrayList<>();
    for (int i = 1; i <= 3; i++) {
      String executor = "" + i;
      int partition = random.nextInt(3);
      if (random.nextBoolean()) {
        signals.add(task(5, partition, executor, OUT_OF_MEMORY));
      } else {
        signals.add(task(5, partition, executor, EXECUTOR_LOST));
        signals.add(lost(5, executor, random.nextBoolean() ? LossCause.HEAP_OOM : LossCause.CRASH));
      }
    }
    return signals;
  }

  @Override
  int remembered(State state) {
    int deaths = state.deaths().values().stream().mapToInt(executors -> executors.size()).sum();
    int undecided = state.undecided().values().stream().mapToInt(tasks -> tasks.size()).sum();
    return deaths + undecided + state.lost().size();
  }

  @Override
  int mostRemembered() {
    int partitions = RandomSignals.STAGES * RandomSignals.PARTITIONS;
    return 2 * RandomSignals.EXECUTORS * partitions + RandomSignals.EXECUTORS;
  }

  private static Signal completed(boolean failed) {
    return new StageCompleted(5, 1, 0, failed);
  }

  @Test
  void oneDeathIsNone() {
    assertThat(judge(task(1, 3, "1", OUT_OF_MEMORY)).verdicts()).isEmpty();
  }

  @Test
  void twoDeathsOfOneTaskOnTwoExecutorsStop() {
    assertThat(judge(crossing()).verdicts())
        .singleElement()
        .satisfies(
            verdict -> {
              assertThat(verdict.severity()).isEqualTo(Severity.STOP);
              assertThat(verdict.atMs()).isEqualTo(2);
              assertThat(verdict.cause()).isEqualTo(LossCause.HEAP_OOM);
              assertThat(verdict.summary())
                  .isEqualTo(
                      "task 3 of stage 1 ran out of memory on 2 executors (1, 2): the executor's"
                          + " heap was exhausted");
              assertThat(verdict.evidence()).hasSize(1);
              assertThat(verdict.advice()).isEqualTo(Advice.against(LossCause.HEAP_OOM, SIZE));
              assertThat(verdict.retry()).isEqualTo(Retry.YES_WITH_MORE_MEMORY);
            });
  }

  @Test
  void twoDeathsOnOneExecutorAreOne() {
    assertThat(judge(task(1, 3, "1", OUT_OF_MEMORY), task(2, 3, "1", OUT_OF_MEMORY)).verdicts())
        .isEmpty();
  }

  @Test
  void deathsOfTwoTasksAreNotAdded() {
    assertThat(
            judge(
                    task(1, 3, "1", OUT_OF_MEMORY),
                    task(2, 4, "2", OUT_OF_MEMORY),
                    task(3, new TaskRef(2, 0, 3), "3", OUT_OF_MEMORY))
                .verdicts())
        .isEmpty();
  }

  @Test
  void deathsInTwoAttemptsOfAStageAreAdded() {
    assertThat(
            judge(
                    task(1, 3, "1", OUT_OF_MEMORY),
                    completed(true),
                    task(9, new TaskRef(1, 1, 3), "2", OUT_OF_MEMORY))
                .worst())
        .isEqualTo(Severity.STOP);
  }

  @Test
  void itMayBeToldToWaitForMoreDeaths() {
    PoisonTask three = new PoisonTask(3, SIZE);
    State state = three.initial();
    for (String executor : List.of("10", "9")) {
      Policy.Step<State> step = three.apply(state, task(1, 3, executor, OUT_OF_MEMORY));
      assertThat(step.verdict().severity()).isEqualTo(Severity.HEALTHY);
      state = step.after(state);
    }
    Verdict verdict = three.apply(state, task(1, 3, "8", OUT_OF_MEMORY)).verdict();
    assertThat(verdict.summary()).contains("on 3 executors (8, 9, 10)");
  }

  @Test
  void zeroTurnsItOff() {
    PoisonTask off = new PoisonTask(0, SIZE);
    Policy.Step<State> step = off.apply(off.initial(), task(1, 3, "1", OUT_OF_MEMORY));
    assertThat(step).isSameAs(Policy.Step.unchanged());
  }

  @Test
  void oneStopsAtTheFirstDeath() {
    PoisonTask one = new PoisonTask(1, SIZE);
    assertThat(one.apply(one.initial(), task(1, 3, "1", OUT_OF_MEMORY)).verdict().isStop())
        .isTrue();
  }

  @Test
  void aTaskThatGoesWithAnExecutorLostToMemoryDied() {
    assertThat(
            judge(
                    task(1, 3, "1", EXECUTOR_LOST),
                    lost(2, "1", LossCause.CONTAINER_OOM),
                    lost(3, "2", LossCause.CONTAINER_OOM),
                    task(4, 3, "2", EXECUTOR_LOST))
                .verdicts())
        .singleElement()
        .satisfies(verdict -> assertThat(verdict.cause()).isEqualTo(LossCause.CONTAINER_OOM));
  }

  @Test
  void theCauseMaySettleLongAfterTheTasksWent() {
    assertThat(
            judge(
                    task(1, 3, "1", EXECUTOR_LOST),
                    task(1, 4, "1", EXECUTOR_LOST),
                    task(2, 3, "2", EXECUTOR_LOST),
                    lost(90_000, "1", LossCause.HEAP_OOM),
                    lost(90_001, "2", LossCause.HEAP_OOM))
                .verdicts())
        .singleElement()
        .satisfies(verdict -> assertThat(verdict.summary()).startsWith("task 3 of stage 1"));
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"CONTAINER_OOM", "CONTAINER_VMEM", "HEAP_OOM"})
  void noOtherLossIsADeath(LossCause cause) {
    Outcome<State> outcome =
        judge(
            task(1, 3, "1", EXECUTOR_LOST),
            lost(2, "1", cause),
            lost(3, "2", cause),
            task(4, 3, "2", EXECUTOR_LOST));
    assertThat(outcome.verdicts()).isEmpty();
    assertThat(outcome.state().deaths()).isEmpty();
    assertThat(outcome.state().undecided()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"FAILED", "FETCH_FAILED", "KILLED"})
  void noOtherFailureIsADeath(TaskOutcome outcome) {
    assertThat(judge(task(1, 3, "1", outcome), task(2, 3, "2", outcome)).state())
        .isEqualTo(policy().initial());
  }

  @Test
  void aTaskThatSucceedsStartsAnew() {
    Outcome<State> outcome =
        judge(
            task(1, 3, "1", OUT_OF_MEMORY),
            task(2, 3, "2", SUCCEEDED),
            task(3, 3, "3", OUT_OF_MEMORY));
    assertThat(outcome.verdicts()).isEmpty();
    assertThat(outcome.state().deaths()).containsOnlyKeys(new PoisonTask.Partition(1, 3));
    assertThat(judge(task(1, 4, "1", SUCCEEDED)).state()).isEqualTo(policy().initial());
  }

  @Test
  void anotherTasksSuccessChangesNothing() {
    assertThat(
            judge(
                    task(1, 3, "1", OUT_OF_MEMORY),
                    task(2, 4, "2", SUCCEEDED),
                    task(3, 3, "3", OUT_OF_MEMORY))
                .worst())
        .isEqualTo(Severity.STOP);
  }

  @Test
  void forgetsAStageThatCompleted() {
    Outcome<State> outcome =
        judge(task(1, 3, "1", OUT_OF_MEMORY), task(2, 4, "2", EXECUTOR_LOST), completed(false));
    assertThat(outcome.state()).isEqualTo(policy().initial());
  }

  @Test
  void remembersAStageThatFailedAndOtherStages() {
    TaskRef other = new TaskRef(2, 0, 3);
    List<Signal> signals =
        List.of(
            task(1, other, "1", OUT_OF_MEMORY),
            task(1, other, "3", EXECUTOR_LOST),
            task(1, 3, "3", EXECUTOR_LOST));
    List<Signal> thenCompleted = new ArrayList<>(signals);
    thenCompleted.add(completed(false));
    State state = judge(thenCompleted).state();
    PoisonTask.Partition partition = new PoisonTask.Partition(2, 3);
    assertThat(state.deaths()).containsOnlyKeys(partition);
    assertThat(state.undecided()).isEqualTo(Map.of("3", Set.of(partition)));
    List<Signal> thenFailed = new ArrayList<>(signals);
    thenFailed.add(completed(true));
    assertThat(judge(thenFailed)).isEqualTo(judge(signals));
  }

  @Test
  void forgetsAStageThatNoJobNeedsAnyMore() {
    TaskRef other = new TaskRef(2, 0, 3);
    Outcome<State> outcome =
        judge(
            task(1, 3, "1", OUT_OF_MEMORY),
            task(1, other, "1", OUT_OF_MEMORY),
            task(2, 4, "2", EXECUTOR_LOST),
            completed(true),
            new StagesRetired(6, Set.of(1)),
            task(7, 3, "2", OUT_OF_MEMORY));
    assertThat(outcome.verdicts()).isEmpty();
    assertThat(outcome.state().undecided()).isEmpty();
    assertThat(outcome.state().deaths())
        .containsOnlyKeys(new PoisonTask.Partition(1, 3), new PoisonTask.Partition(2, 3));
  }

  @Test
  void remembersNoMoreTasksThanItSays() {
    PoisonTask patient = patient();
    State state = patient.initial();
    for (int i = 0; i < PoisonTask.MAX_TASKS + 100; i++) {
      state = patient.apply(state, task(1, i, "1", OUT_OF_MEMORY)).after(state);
      state = patient.apply(state, task(1, i, "2", EXECUTOR_LOST)).after(state);
    }
    assertThat(state.deaths()).hasSize(PoisonTask.MAX_TASKS);
    assertThat(state.undecided().get("2")).hasSize(PoisonTask.MAX_TASKS_OF_EXECUTOR);
  }

  @Test
  void saysNothingAfterItsStop() {
    List<Signal> signals = new ArrayList<>(crossing());
    Outcome<State> stopped = judge(signals);
    signals.add(task(3, 5, "1", OUT_OF_MEMORY));
    signals.add(lost(4, "1", LossCause.HEAP_OOM));
    signals.add(new StagesRetired(5, Set.of(1)));
    assertThat(judge(signals)).isEqualTo(stopped);
  }

  @Test
  void refusesANegativeNumberOfDeaths() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PoisonTask(-1, SIZE))
        .withMessage("deaths must be from 0 up, was -1");
  }
}
