package dev.redline.listener.policy;

import static dev.redline.listener.signal.Facts.SIZE;
import static dev.redline.listener.signal.Facts.lost;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.redline.listener.policy.DeathRate.State;
import dev.redline.listener.policy.Verdict.Retry;
import dev.redline.listener.policy.Verdict.Severity;
import dev.redline.listener.signal.Loss;
import dev.redline.listener.signal.LossCause;
import dev.redline.listener.signal.Signal;
import dev.redline.listener.signal.Signal.ExecutorLost;
import dev.redline.listener.signal.Signal.FleetChanged;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DeathRateTest extends PolicyContract<State> {
  private static final Duration WINDOW = Duration.ofMinutes(10);

  @Override
  DeathRate policy() {
    return new DeathRate(WINDOW, 3, 3, 0, SIZE);
  }

  @Override
  DeathRate patient() {
    return new DeathRate(WINDOW, 1_000, 1_000, 0, SIZE);
  }

  @Override
  List<Signal> crossing() {
    return losses(2, 4, LossCause.HEAP_OOM);
  }

  @Override
  List<Signal> independent(Random random) {
    List<Signal> signals = new ArrayList<>();
    for (int i = random.nextInt(9); i >= 0; i--) {
      LossCause cause = LossCause.values()[random.nextInt(LossCause.values().length)];
      signals.add(lost(7, "executor-" + i, cause));
    }
    return signals;
  }

  @Override
  int remembered(State state) {
    return state.recent().size();
  }

  @Override
  int mostRemembered() {
    // Some 27 counted losses in ten minutes.
    return 100;
  }

  /** A fleet of some executors, of which some are lost a second after each other. */
  private static List<Signal> losses(int executors, int lost, LossCause cause) {
    List<Signal> signals = new ArrayList<>();
    signals.add(new FleetChanged(0, executors, executors));
    for (int i = 1; i <= lost; i++) {
      signals.add(lost(1000L * i, "" + i, cause));
    }
    return signals;
  }

  @ParameterizedTest
  @CsvSource({"0,3", "1,3", "2,3", "6,3", "7,3", "8,4", "9,4", "10,5", "100,50"})
  void toleratesHalfTheExecutorsByMemoryAndAtLeastThree(int executors, int tolerated) {
    assertThat(judge(losses(executors, tolerated, LossCause.CONTAINER_OOM)).verdicts()).isEmpty();
    assertThat(judge(losses(executors, tolerated + 1, LossCause.CONTAINER_OOM)).worst())
        .isEqualTo(Severity.STOP);
  }

  @ParameterizedTest
  @CsvSource({"0,3", "1,3", "2,4", "3,6", "10,20", "100,200"})
  void toleratesTwiceTheExecutorsByAnyCountedCauseAndAtLeastThree(int executors, int tolerated) {
    assertThat(judge(losses(executors, tolerated, LossCause.CRASH)).verdicts()).isEmpty();
    assertThat(judge(losses(executors, tolerated + 1, LossCause.CRASH)).worst())
        .isEqualTo(Severity.STOP);
  }

  @Test
  void toleratesWhatItIsTold() {
    DeathRate none = new DeathRate(WINDOW, 0, 0, 0, SIZE);
    State state = none.initial();
    assertThat(none.apply(state, lost(1, "1", LossCause.KILLED)).verdict().isStop()).isTrue();
    assertThat(none.apply(state, lost(1, "1", LossCause.HEAP_OOM)).verdict().isStop()).isTrue();
  }

  @Test
  void lossesByMemoryAndOthersTogetherCountAsLosses() {
    List<Signal> signals = losses(2, 3, LossCause.HEAP_OOM);
    signals.add(lost(9_000, "8", LossCause.CRASH));
    assertThat(judge(signals).verdicts()).isEmpty();
    signals.add(lost(9_001, "9", LossCause.CRASH));
    assertThat(judge(signals).verdicts())
        .singleElement()
        .satisfies(
            verdict -> {
              assertThat(verdict.summary())
                  .startsWith("5 executors lost in 8 s, tolerated are 4 in a run of 2 executors:");
              assertThat(verdict.cause()).isEqualTo(LossCause.HEAP_OOM);
            });
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {
        "CONTAINER_OOM",
        "CONTAINER_VMEM",
        "HEAP_OOM",
        "KILLED",
        "CRASH",
        "HUNG",
        "DISK",
        "LAUNCH_FAILURE"
      })
  void whatIsNoFaultOfTheRunNeverStopsIt(LossCause cause) {
    Outcome<State> outcome = judge(losses(2, 100, cause));
    assertThat(outcome.verdicts()).isEmpty();
    assertThat(outcome.state().recent()).isEmpty();
  }

  @Test
  void countsALossAtTheWindowsEdgeAndForgetsItAfter() {
    long edge = 1000 + WINDOW.toMillis();
    List<Signal> signals = losses(2, 3, LossCause.HEAP_OOM);
    signals.add(lost(edge, "9", LossCause.HEAP_OOM));
    assertThat(judge(signals).worst()).isEqualTo(Severity.STOP);
    signals.set(signals.size() - 1, lost(edge + 1, "9", LossCause.HEAP_OOM));
    Outcome<State> outcome = judge(signals);
    assertThat(outcome.verdicts()).isEmpty();
    assertThat(outcome.state().recent())
        .extracting(l -> l.executorId())
        .containsExactly("2", "3", "9");
  }

  @Test
  void aRunThatLosesItsExecutorsKeepsItsTolerance() {
    List<Signal> signals = losses(8, 4, LossCause.HEAP_OOM);
    signals.add(1, new FleetChanged(1, 1, 1));
    assertThat(judge(signals).verdicts()).isEmpty();
  }

  @Test
  void aRunThatIsStillStartingIsToleratedWhatItAskedFor() {
    DeathRate policy = new DeathRate(WINDOW, 3, 3, 10, SIZE);
    State state = policy.initial();
    for (Signal signal : losses(1, 5, LossCause.HEAP_OOM)) {
      Policy.Step<State> step = policy.apply(state, signal);
      assertThat(step.verdict().severity()).isEqualTo(Severity.HEALTHY);
      state = step.after(state);
    }
    Verdict verdict = policy.apply(state, lost(6_000, "6", LossCause.HEAP_OOM)).verdict();
    assertThat(verdict.summary()).contains("tolerated are 5 in a run of 10 executors");
  }

  @Test
  void aRunThatGrowsIsToleratedMore() {
    List<Signal> signals = losses(2, 3, LossCause.HEAP_OOM);
    signals.add(new FleetChanged(3_500, 8, 8));
    signals.add(lost(4_000, "4", LossCause.HEAP_OOM));
    assertThat(judge(signals).verdicts()).isEmpty();
    assertThat(judge(signals).state().recent()).hasSize(4);
  }

  @Test
  void saysWhatHappenedAndWhatToDo() {
    Verdict verdict = judge(crossing()).verdicts().get(0);
    assertThat(verdict.isStop()).isTrue();
    assertThat(verdict.atMs()).isEqualTo(4_000);
    assertThat(verdict.cause()).isEqualTo(LossCause.HEAP_OOM);
    assertThat(verdict.summary())
        .isEqualTo(
            "4 executors lost by memory in 3 s, tolerated are 3 in a run of 2 executors:"
                + " the executor's heap was exhausted");
    assertThat(verdict.evidence())
        .hasSize(4)
        .first()
        .isEqualTo("executor 1: HEAP_OOM (rule): gone");
    assertThat(verdict.advice()).isEqualTo(Advice.against(LossCause.HEAP_OOM, SIZE));
    assertThat(verdict.retry()).isEqualTo(Retry.YES_WITH_MORE_MEMORY);
  }

  @Test
  void aRetryWithoutAChangeDoesNotHelpAgainstCrashes() {
    Verdict verdict = judge(losses(1, 4, LossCause.CRASH)).verdicts().get(0);
    assertThat(verdict.retry()).isEqualTo(Retry.NO);
    assertThat(verdict.summary()).startsWith("4 executors lost in 3 s");
  }

  @Test
  void namesTheMostFrequentCause() {
    List<Signal> signals = losses(1, 1, LossCause.CRASH);
    signals.add(lost(2_000, "2", LossCause.HUNG));
    signals.add(lost(3_000, "3", LossCause.HUNG));
    signals.add(lost(4_000, "4", LossCause.KILLED));
    assertThat(judge(signals).verdicts().get(0).cause()).isEqualTo(LossCause.HUNG);
  }

  @Test
  void evidenceOfDeathsByMemoryIsDeathsByMemory() {
    List<Signal> signals = losses(2, 1, LossCause.CRASH);
    for (int i = 2; i <= 5; i++) {
      signals.add(lost(1000L * i, "" + i, LossCause.CONTAINER_VMEM));
    }
    assertThat(judge(signals).verdicts().get(0).evidence())
        .hasSize(4)
        .allMatch(line -> line.contains("CONTAINER_VMEM"));
  }

  @Test
  void measuresTheSpanOfLossesThatSettledOutOfOrder() {
    List<Signal> signals = new ArrayList<>();
    for (long atMs : List.of(50_000L, 60_000L, 40_000L, 10_000L)) {
      signals.add(lost(atMs, "" + atMs, LossCause.HEAP_OOM));
    }
    assertThat(judge(signals).verdicts().get(0).summary()).contains("by memory in 50 s,");
  }

  @Test
  void keepsAndTellsNoMoreThanAReaderCanUse() {
    List<Signal> signals = new ArrayList<>();
    signals.add(new FleetChanged(0, 100, 100));
    String reason = "x".repeat(16_384);
    for (int i = 1; i <= 51; i++) {
      Loss loss = new Loss("" + i, i, LossCause.HEAP_OOM, true, "rule", reason);
      signals.add(new ExecutorLost(i, loss));
    }
    Outcome<State> outcome = judge(signals);
    assertThat(outcome.verdicts().get(0).evidence()).hasSize(20);
    assertThat(outcome.state().recent())
        .hasSize(51)
        .allSatisfy(loss -> assertThat(loss.reason()).hasSizeLessThan(1_000));
  }

  @Test
  void refusesLimitsThatMeanNothing() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DeathRate(Duration.ZERO, 3, 3, 0, SIZE))
        .withMessage("window must be positive, was PT0S");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DeathRate(Duration.ofSeconds(-1), 3, 3, 0, SIZE));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DeathRate(WINDOW, -1, 3, 0, SIZE))
        .withMessageContaining("-1 and 3");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DeathRate(WINDOW, 3, -1, 0, SIZE))
        .withMessageContaining("3 and -1");
    assertThat(new DeathRate(WINDOW, 0, 0, 0, SIZE).losses()).isZero();
  }
}
