package dev.redline.listener.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.redline.listener.policy.Verdict.Retry;
import dev.redline.listener.policy.Verdict.Severity;
import dev.redline.listener.signal.Signal;
import dev.redline.listener.signal.Signal.UtilizationMeasured;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LowUtilizationTest extends PolicyContract<Boolean> {
  private static final long START = 1_700_000_000_000L;
  private static final long WINDOW = Duration.ofMinutes(5).toMillis();
  private static final long GRACE = Duration.ofMinutes(10).toMillis();

  @Override
  LowUtilization policy() {
    return new LowUtilization(0.2, Duration.ofMinutes(5), Duration.ofMinutes(10));
  }

  @Override
  LowUtilization patient() {
    return new LowUtilization(0, Duration.ofMinutes(5), Duration.ofMinutes(10));
  }

  private static UtilizationMeasured measured(long afterMs, @Nullable Double window) {
    return new UtilizationMeasured(START + afterMs, window, 0.5, START, false);
  }

  private static UtilizationMeasured last(long afterMs, @Nullable Double run) {
    return new UtilizationMeasured(START + afterMs, 0.5, run, START, true);
  }

  @Override
  List<Signal> crossing() {
    return List.of(measured(GRACE, 0.199));
  }

  @Override
  List<Signal> independent(Random random) {
    List<Signal> signals = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      signals.add(measured(GRACE, random.nextDouble()));
    }
    return signals;
  }

  @Override
  int remembered(Boolean state) {
    return 0;
  }

  @Override
  int mostRemembered() {
    return 0;
  }

  @Test
  void warnsOfAWindowBelowTheLimitAndNotAtIt() {
    assertThat(judge(measured(GRACE, 0.2)).verdicts()).isEmpty();
    assertThat(judge(measured(GRACE, 0.042)).verdicts())
        .singleElement()
        .satisfies(
            verdict -> {
              assertThat(verdict.severity()).isEqualTo(Severity.WARN);
              assertThat(verdict.atMs()).isEqualTo(START + GRACE);
              assertThat(verdict.summary())
                  .isEqualTo(
                      "the workers' cores were 4.2 % used in the last 5 m 0 s, the redline is"
                          + " 20 %");
              assertThat(verdict.retry()).isEqualTo(Retry.NO);
              assertThat(verdict.advice()).hasSize(2);
            });
  }

  @Test
  void warnsOfAWholeRunAtItsEndOnly() {
    assertThat(judge(measured(GRACE, 0.5)).verdicts()).isEmpty();
    assertThat(judge(last(GRACE, 0.2)).verdicts()).isEmpty();
    assertThat(judge(last(GRACE, 0.1)).verdicts().get(0).summary())
        .isEqualTo("the workers' cores were 10 % used over the whole run, the redline is 20 %");
  }

  @Test
  void saysNothingOfAShortRun() {
    assertThat(judge(last(GRACE - 1, 0.1)).verdicts()).isEmpty();
    assertThat(judge(measured(GRACE - 1, 0.1)).verdicts()).isEmpty();
  }

  @Test
  void aWindowMustHavePassed() {
    LowUtilization hasty = new LowUtilization(0.2, Duration.ofMinutes(5), Duration.ZERO);
    assertThat(hasty.apply(false, measured(WINDOW - 1, 0.1))).isSameAs(Policy.Step.unchanged());
    assertThat(hasty.apply(false, measured(WINDOW, 0.1)).verdict().severity())
        .isEqualTo(Severity.WARN);
  }

  @Test
  void saysNothingWhereThereAreNoCores() {
    assertThat(judge(measured(GRACE, null), last(GRACE, null)).verdicts()).isEmpty();
  }
}
