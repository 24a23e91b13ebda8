package dev.redline.listener.policy;

import static dev.redline.listener.signal.Facts.SIZE;
import static dev.redline.listener.signal.Facts.fetchFailed;
import static dev.redline.listener.signal.Facts.lost;
import static dev.redline.listener.signal.Facts.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.redline.listener.policy.StageChurn.State;
import dev.redline.listener.policy.Verdict.Retry;
import dev.redline.listener.policy.Verdict.Severity;
import dev.redline.listener.signal.LossCause;
import dev.redline.listener.signal.Signal;
import dev.redline.listener.signal.Signal.StageCompleted;
import dev.redline.listener.signal.Signal.StageSubmitted;
import dev.redline.listener.signal.Signal.StagesRetired;
import dev.redline.listener.signal.TaskOutcome;
import dev.redline.listener.signal.TaskRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StageChurnTest extends PolicyContract<State> {
  private static final int STAGE = 5;

  @Override
  StageChurn policy() {
    return new StageChurn(3, SIZE);
  }

  @Override
  StageChurn patient() {
    return new StageChurn(1_000, SIZE);
  }

  @Override
  List<Signal> crossing() {
    return List.of(
        lost(1, "1", LossCause.KILLED),
        fetchFailed(2, STAGE, 0, "1"),
        lost(3, "2", LossCause.CRASH),
        fetchFailed(4, STAGE, 1, "2"));
  }

  @Override
  List<Signal> independent(Random random) {
    List<Signal> signals = new ArrayList<>();
    for (int attempt = 0; attempt < 3; attempt++) {
      String executorId = "" + (attempt + 1);
      signals.add(fetchFailed(5, STAGE + random.nextInt(2), attempt, executorId));
      signals.add(
          lost(5, executorId, random.nextBoolean() ? LossCause.KILLED : LossCause.NODE_LOST));
    }
    return signals;
  }

  @Override
  int remembered(State state) {
    return state.blames().size() + state.lost().size();
  }

  @Override
  int mostRemembered() {
    return RandomSignals.STAGES * 3 * RandomSignals.EXECUTORS + RandomSignals.EXECUTORS;
  }

  @Test
  void twoAttemptsThatMetADeadExecutorStop() {
    assertThat(judge(crossing()).verdicts())
        .singleElement()
        .satisfies(
            verdict -> {
              assertThat(verdict.severity()).isEqualTo(Severity.STOP);
              assertThat(verdict.atMs()).isEqualTo(4);
              assertThat(verdict.cause()).isEqualTo(LossCause.CRASH);
              assertThat(verdict.summary())
                  .isEqualTo(
                      "stage 5 has to be tried a third time, since executors that held its input"
                          + " died (1, 2): the executor's process crashed");
              assertThat(verdict.evidence())
                  .containsExactly(
                      "attempt 1 could not fetch from executor 1: the executor was killed by"
                          + " SIGKILL, with nobody claiming it",
                      "attempt 2 could not fetch from executor 2: the executor's process crashed");
              assertThat(verdict.retry()).isEqualTo(Retry.NO);
            });
  }

  @Test
  void oneSuchAttemptIsSurvived() {
    List<Signal> signals = new ArrayList<>(crossing().subList(0, 2));
    signals.add(fetchFailed(3, STAGE, 0, "1"));
    signals.add(new StageSubmitted(4, STAGE, 1, "again"));
    assertThat(judge(signals).verdicts()).isEmpty();
  }

  @Test
  void theLossMayBeToldAfterTheFetch() {
    assertThat(
            judge(
                    fetchFailed(1, STAGE, 0, "1"),
                    fetchFailed(2, STAGE, 1, "2"),
                    lost(3, "1", LossCause.HEAP_OOM),
                    lost(4, "2", LossCause.HEAP_OOM))
                .verdicts())
        .singleElement()
        .satisfies(
            verdict -> {
              assertThat(verdict.atMs()).isEqualTo(4);
              assertThat(verdict.retry()).isEqualTo(Retry.YES_WITH_MORE_MEMORY);
            });
  }

  @ParameterizedTest
  @EnumSource
  void onlyCountedCausesAreHeldAgainstARun(LossCause cause) {
    assertThat(
            judge(
                    lost(1, "1", cause),
                    fetchFailed(2, STAGE, 0, "1"),
                    lost(3, "2", cause),
                    fetchFailed(4, STAGE, 1, "2"),
                    lost(5, "3", cause),
                    fetchFailed(6, STAGE, 2, "3"))
                .worst())
        .isEqualTo(cause.isCounted() ? Severity.STOP : Severity.HEALTHY);
  }

  @Test
  void attemptsOfDifferentStagesAreNotAdded() {
    assertThat(
            judge(
                    lost(1, "1", LossCause.KILLED),
                    fetchFailed(2, STAGE, 0, "1"),
                    fetchFailed(3, STAGE + 1, 1, "1"))
                .verdicts())
        .isEmpty();
  }

  @Test
  void anExecutorThatLivesIsNotBlamed() {
    assertThat(
            judge(
                    lost(1, "1", LossCause.KILLED),
                    fetchFailed(2, STAGE, 0, "8"),
                    fetchFailed(3, STAGE, 1, "9"))
                .verdicts())
        .isEmpty();
  }

  @Test
  void whereNoExecutorIsNamedTheLastOneLostIsBlamed() {
    assertThat(
            judge(
                    lost(1, "1", LossCause.KILLED),
                    fetchFailed(2, STAGE, 0, ""),
                    lost(3, "2", LossCause.KILLED),
                    fetchFailed(4, STAGE, 1, ""))
                .worst())
        .isEqualTo(Severity.STOP);
  }

  @Test
  void oneDeathIsNotBlamedForTwoAttemptsWithoutBeingNamed() {
    assertThat(
            judge(
                    lost(1, "1", LossCause.KILLED),
                    fetchFailed(2, STAGE, 0, "1"),
                    fetchFailed(3, STAGE, 1, "9"),
                    fetchFailed(4, STAGE, 1, ""))
                .verdicts())
        .isEmpty();
  }

  @Test
  void whereNoExecutorIsNamedADepartureIsNotHeldAgainstTheRun() {
    assertThat(
            judge(
                    lost(1, "1", LossCause.KILLED),
                    fetchFailed(2, STAGE, 0, "1"),
                    lost(3, "2", LossCause.DECOMMISSIONED),
                    fetchFailed(4, STAGE, 1, ""))
                .verdicts())
        .isEmpty();
    assertThat(judge(fetchFailed(4, STAGE, 1, "")).state()).isEqualTo(policy().initial());
  }

  @Test
  void otherFailuresAreNotLookedAt() {
    assertThat(judge(task(1, new TaskRef(STAGE, 0, 1), "1", TaskOutcome.FAILED)).state())
        .isEqualTo(policy().initial());
  }

  @Test
  void aStageThatSucceedsStartsAnew() {
    List<Signal> signals = new ArrayList<>(crossing());
    signals.add(2, new StageCompleted(2, STAGE, 1, false));
    assertThat(judge(signals).verdicts()).isEmpty();
    signals.set(2, new StageCompleted(2, STAGE, 0, true));
    assertThat(judge(signals).worst()).isEqualTo(Severity.STOP);
  }

  @Test
  void forgetsStagesThatNoJobNeeds() {
    List<Signal> signals = new ArrayList<>(crossing());
    signals.add(2, new StagesRetired(2, Set.of(STAGE)));
    Outcome<State> outcome = judge(signals);
    assertThat(outcome.verdicts()).isEmpty();
    assertThat(outcome.state().blames()).hasSize(1);
  }

  @Test
  void itMayBeToldToWaitLonger() {
    StageChurn four = new StageChurn(4, SIZE);
    State state = four.initial();
    for (Signal signal : crossing()) {
      state = four.apply(state, signal).after(state);
    }
    state = four.apply(state, lost(5, "3", LossCause.KILLED)).after(state);
    assertThat(four.apply(state, fetchFailed(6, STAGE, 2, "3")).verdict().summary())
        .startsWith("stage 5 has to be tried a fourth time");
  }

  @Test
  void zeroTurnsItOff() {
    StageChurn off = new StageChurn(0, SIZE);
    assertThat(crossing())
        .allSatisfy(
            signal ->
                assertThat(off.apply(off.initial(), signal)).isSameAs(Policy.Step.unchanged()));
  }

  @Test
  void remembersNoMoreThanItSays() {
    StageChurn patient = patient();
    State state = patient.initial();
    for (int i = 0; i < StageChurn.MAX_BLAMES + 100; i++) {
      state = patient.apply(state, fetchFailed(i, i, 0, "1")).after(state);
    }
    assertThat(state.blames()).hasSize(StageChurn.MAX_BLAMES);
  }

  @Test
  void refusesANegativeNumberOfAttempts() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new StageChurn(-1, SIZE))
        .withMessage("attempts must be from 0 up, was -1");
  }
}
