package dev.redline.listener.policy;

import static dev.redline.listener.signal.Facts.SIZE;
import static dev.redline.listener.signal.Facts.memory;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.redline.listener.policy.MemoryPressure.State;
import dev.redline.listener.policy.Verdict.Retry;
import dev.redline.listener.policy.Verdict.Severity;
import dev.redline.listener.signal.LossCause;
import dev.redline.listener.signal.Memory;
import dev.redline.listener.signal.Signal;
import dev.redline.listener.signal.Signal.ExecutorRemoved;
import dev.redline.listener.signal.Signal.MemoryAssessed;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MemoryPressureTest extends PolicyContract<State> {

  @Override
  MemoryPressure policy() {
    return new MemoryPressure(0.8, null, 3, SIZE);
  }

  @Override
  MemoryPressure patient() {
    return new MemoryPressure(2, null, 3, SIZE);
  }

  private static List<Signal> heartbeats(
      int count, @Nullable Double liveHeap, @Nullable Double overhead) {
    List<Signal> signals = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      signals.add(memory(10_000L * i, "3", liveHeap, overhead));
    }
    return signals;
  }

  @Override
  List<Signal> crossing() {
    return heartbeats(3, 0.81, null);
  }

  @Override
  List<Signal> independent(Random random) {
    List<Signal> signals = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      signals.add(memory(3, "" + i, 0.95 * random.nextDouble(), 0.9 * random.nextDouble()));
    }
    return signals;
  }

  /** Two heartbeats before, in which every executor was above. */
  @Override
  List<Signal> around(List<Signal> moment) {
    List<Signal> run = new ArrayList<>();
    for (int atMs = 1; atMs <= 2; atMs++) {
      for (int i = 0; i < 4; i++) {
        run.add(memory(atMs, "" + i, 0.9, 0.85));
      }
    }
    run.addAll(moment);
    return run;
  }

  @Override
  int remembered(State state) {
    return state.streaks().size();
  }

  @Override
  int mostRemembered() {
    return RandomSignals.EXECUTORS;
  }

  @Test
  void warnsOfALiveHeapThatStaysAboveTheLimitAndNotAtIt() {
    assertThat(judge(heartbeats(9, 0.8, 0.8)).verdicts()).isEmpty();
    assertThat(judge(heartbeats(2, 0.9, 0.9)).verdicts()).isEmpty();
    assertThat(judge(heartbeats(9, 0.801, 0.8)).verdicts())
        .singleElement()
        .satisfies(
            verdict -> {
              assertThat(verdict.severity()).isEqualTo(Severity.WARN);
              assertThat(verdict.atMs()).isEqualTo(30_000);
              assertThat(verdict.summary())
                  .isEqualTo("executor 3 is at 80 % of its live heap, the redline is 80 %");
              assertThat(verdict.evidence())
                  .containsExactly(
                      "it was above in 3 heartbeats in a row",
                      "it may be lost next: the executor's heap was exhausted");
              assertThat(verdict.advice()).isEqualTo(Advice.against(LossCause.HEAP_OOM, SIZE));
              assertThat(verdict.retry()).isEqualTo(Retry.YES_WITH_MORE_MEMORY);
              assertThat(verdict.cause()).isNull();
            });
  }

  @Test
  void oneHeartbeatBelowBeginsAnew() {
    List<Signal> signals = heartbeats(2, 0.9, 0.9);
    signals.add(memory(35_000, "3", 0.5, 0.5));
    signals.addAll(heartbeats(2, 0.9, 0.9));
    assertThat(judge(signals).verdicts()).isEmpty();
    assertThat(judge(memory(1, "3", 0.9, null), memory(2, "3", 0.5, null)).state())
        .isEqualTo(policy().initial());
  }

  @Test
  void aHeartbeatThatMeasuredNothingNeitherProlongsNorEndsIt() {
    List<Signal> signals = heartbeats(2, 0.9, null);
    signals.add(memory(25_000, "3", null, null));
    assertThat(judge(signals).verdicts()).isEmpty();
    signals.add(memory(30_000, "3", 0.9, null));
    assertThat(judge(signals).worst()).isEqualTo(Severity.WARN);
  }

  @Test
  void executorsAreNotAddedUp() {
    assertThat(
            judge(memory(1, "1", 0.9, null), memory(2, "2", 0.9, null), memory(3, "3", 0.9, null))
                .verdicts())
        .isEmpty();
  }

  @Test
  void forgetsAnExecutorThatWent() {
    List<Signal> signals = heartbeats(2, 0.9, null);
    signals.add(new ExecutorRemoved(21_000, "3", "gone"));
    assertThat(judge(signals).state()).isEqualTo(policy().initial());
    signals.addAll(heartbeats(2, 0.9, null));
    assertThat(judge(signals).verdicts()).isEmpty();
  }

  @Test
  void warnsOfOverheadWithTheAdviceForIt() {
    Verdict verdict = judge(heartbeats(3, 0.2, 1.2)).verdicts().get(0);
    assertThat(verdict.summary())
        .isEqualTo("executor 3 is at 120 % of its memory overhead, the redline is 80 %");
    assertThat(verdict.advice()).isEqualTo(Advice.against(LossCause.CONTAINER_OOM, SIZE));
    assertThat(judge(heartbeats(3, null, 0.9)).worst()).isEqualTo(Severity.WARN);
  }

  /** A heap fills with garbage and its pages stay resident: neither foretells anything. */
  @Test
  void doesNotLookAtRawHeapOrRawResidentMemory() {
    Signal full = new MemoryAssessed(1, "1", new Memory(0.5, 0.5, 1.0, 1.0));
    assertThat(judge(full, full, full, full).verdicts()).isEmpty();
    Signal nothing = new MemoryAssessed(1, "1", Memory.NONE);
    assertThat(judge(nothing, nothing, nothing).verdicts()).isEmpty();
  }

  private static Outcome<State> judge(MemoryPressure pressure, List<Signal> signals) {
    State state = pressure.initial();
    List<Verdict> verdicts = new ArrayList<>();
    for (Signal signal : signals) {
      Policy.Step<State> step = pressure.apply(state, signal);
      state = step.after(state);
      if (step.verdict().severity() != Severity.HEALTHY) {
        verdicts.add(step.verdict());
      }
    }
    return new Outcome<>(state, verdicts);
  }

  @Test
  void stopsOnlyWhereALimitWasSetForThat() {
    MemoryPressure pressure = new MemoryPressure(0.8, 0.9, 2, SIZE);
    List<Signal> signals = heartbeats(5, 0.9, 0.1);
    assertThat(judge(pressure, signals).worst()).isEqualTo(Severity.WARN);
    signals.addAll(heartbeats(4, 0.91, 0.1));
    assertThat(judge(pressure, signals).verdicts()).hasSize(2);
    Verdict stop = judge(pressure, signals).verdicts().get(1);
    assertThat(stop.severity()).isEqualTo(Severity.STOP);
    assertThat(stop.summary()).contains("91 %").endsWith("the redline is 90 %");
  }

  @Test
  void namesTheWorseOfHeapAndOverhead() {
    MemoryPressure pressure = new MemoryPressure(0.8, 0.9, 1, SIZE);
    assertThat(judge(pressure, heartbeats(1, 0.85, 0.95)).verdicts().get(0).summary())
        .contains("95 % of its memory overhead");
    assertThat(judge(pressure, heartbeats(1, 0.95, 0.85)).verdicts().get(0).summary())
        .contains("95 % of its live heap");
    assertThat(judge(pressure, heartbeats(1, 0.85, 0.85)).verdicts().get(0).summary())
        .contains("live heap");
  }

  @Test
  void refusesNoHeartbeat() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MemoryPressure(0.8, null, 0, SIZE))
        .withMessage("heartbeats must be from 1 up, was 0");
  }
}
