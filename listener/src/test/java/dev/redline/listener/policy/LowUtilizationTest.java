package dev.redline.listener.policy;

import static dev.redline.listener.signal.Facts.ran;
import static org.assertj.core.api.Assertions.assertThat;

import dev.redline.listener.policy.LowUtilization.State;
import dev.redline.listener.policy.Verdict.Retry;
import dev.redline.listener.policy.Verdict.Severity;
import dev.redline.listener.signal.Signal;
import dev.redline.listener.signal.Signal.FleetChanged;
import dev.redline.listener.signal.Signal.RunEnded;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LowUtilizationTest extends PolicyContract<State> {
  private static final long START = 1_700_000_000_000L;
  private static final long GRACE = Duration.ofMinutes(10).toMillis();

  @Override
  LowUtilization policy() {
    return new LowUtilization(0.2, Duration.ofMinutes(10));
  }

  @Override
  List<Signal> crossing() {
    return List.of(
        new FleetChanged(START, 2, 8), ran(START + 5, 1000), new RunEnded(START + GRACE));
  }

  @Override
  List<Signal> independent(Random random) {
    List<Signal> signals = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      signals.add(ran(START, random.nextInt((int) GRACE)));
    }
    return signals;
  }

  @Override
  List<Signal> around(List<Signal> moment) {
    List<Signal> run = new ArrayList<>();
    run.add(new FleetChanged(START, 1, 10));
    run.addAll(moment);
    run.add(new RunEnded(START + GRACE));
    return run;
  }

  @Override
  int remembered(State state) {
    return 0;
  }

  @Override
  int mostRemembered() {
    return 0;
  }

  private Outcome<State> run(int cores, long runTimeMs, long lengthMs) {
    return judge(
        new FleetChanged(START, 1, cores),
        ran(START + lengthMs, runTimeMs),
        new RunEnded(START + lengthMs));
  }

  @Test
  void warnsBelowTheLimitAndNotAtIt() {
    assertThat(run(10, 2 * GRACE, GRACE).verdicts()).isEmpty();
    assertThat(run(10, 2 * GRACE - 1, GRACE).verdicts())
        .singleElement()
        .satisfies(
            verdict -> {
              assertThat(verdict.severity()).isEqualTo(Severity.WARN);
              assertThat(verdict.atMs()).isEqualTo(START + GRACE);
              assertThat(verdict.summary())
                  .isEqualTo("the workers' cores were 20 % used, the redline is 20 %");
              assertThat(verdict.retry()).isEqualTo(Retry.NO);
              assertThat(verdict.advice()).hasSize(2);
            });
  }

  @Test
  void saysNothingOfAShortRun() {
    assertThat(run(10, 1, GRACE - 1).verdicts()).isEmpty();
    assertThat(run(10, 1, GRACE).verdicts()).hasSize(1);
  }

  @Test
  void saysNothingOfARunWithoutExecutors() {
    assertThat(judge(ran(START, 10), new RunEnded(START + 10 * GRACE)).verdicts()).isEmpty();
    assertThat(run(0, 1, 10 * GRACE).verdicts()).isEmpty();
  }

  @Test
  void addsUpTheTimeOfEveryCore() {
    State state =
        judge(
                new FleetChanged(START, 1, 4),
                new FleetChanged(START + 1_000, 2, 8),
                ran(START + 2_000, 700),
                ran(START + 2_500, 300),
                new FleetChanged(START + 3_000, 0, 0),
                new RunEnded(START + 9_000))
            .state();
    assertThat(state).isEqualTo(new State(1_000, 20_000, 0, START + 9_000, START, true));
  }

  @Test
  void theGraceBeginsWithTheFirstExecutors() {
    Outcome<State> outcome =
        judge(
            ran(START, 1),
            new FleetChanged(START + GRACE, 1, 4),
            new FleetChanged(START + 2 * GRACE - 2, 1, 4),
            ran(START + GRACE, 1),
            new RunEnded(START + 2 * GRACE - 1));
    assertThat(outcome.verdicts()).isEmpty();
  }

  @Test
  void timeThatGoesBackTakesNothingAway() {
    State state =
        judge(
                new FleetChanged(START + 1_000, 1, 4),
                new FleetChanged(START, 2, 8),
                new RunEnded(START + 2_000),
                ran(START + 2_000, 5))
            .state();
    assertThat(state.coreMs()).isEqualTo(8_000);
    assertThat(state.runTimeMs()).isZero();
    assertThat(state.firstMs()).isEqualTo(START);
  }

  @Test
  void namesBothNumbers() {
    assertThat(run(100, GRACE, GRACE).verdicts().get(0).summary())
        .isEqualTo("the workers' cores were 1 % used, the redline is 20 %");
  }
}
