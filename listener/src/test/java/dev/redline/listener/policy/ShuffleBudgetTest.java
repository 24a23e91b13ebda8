package dev.redline.listener.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.redline.listener.policy.Verdict.Retry;
import dev.redline.listener.policy.Verdict.Severity;
import dev.redline.listener.signal.Signal;
import dev.redline.listener.signal.Signal.ShufflePassed;
import dev.redline.listener.signal.SqlShuffle;
import dev.redline.listener.signal.StageShuffle;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ShuffleBudgetTest extends PolicyContract<Severity> {
  private static final long LIMIT = 10L << 30;

  @Override
  ShuffleBudget policy() {
    return new ShuffleBudget(LIMIT, null);
  }

  @Override
  ShuffleBudget patient() {
    return policy();
  }

  private static Signal passed(long atMs, long bytes) {
    return new ShufflePassed(atMs, 0, bytes, 0, List.of(), List.of());
  }

  @Override
  List<Signal> crossing() {
    return List.of(passed(1, LIMIT), passed(2, LIMIT + 1));
  }

  @Override
  List<Signal> independent(Random random) {
    List<Signal> signals = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      signals.add(passed(3, random.nextLong(5 * LIMIT / 4)));
    }
    return signals;
  }

  @Override
  int remembered(Severity state) {
    return 0;
  }

  @Override
  int mostRemembered() {
    return 0;
  }

  @Test
  void warnsAboveTheLimitAndNotAtIt() {
    assertThat(judge(passed(1, LIMIT)).verdicts()).isEmpty();
    assertThat(judge(crossing()).verdicts())
        .singleElement()
        .satisfies(
            verdict -> {
              assertThat(verdict.severity()).isEqualTo(Severity.WARN);
              assertThat(verdict.atMs()).isEqualTo(2);
              assertThat(verdict.cause()).isNull();
              assertThat(verdict.summary()).isEqualTo("the run wrote more than 10 GiB to shuffle");
              assertThat(verdict.retry()).isEqualTo(Retry.NO);
            });
  }

  @Test
  void saysWhoSpentIt() {
    List<StageShuffle> stages = new ArrayList<>();
    for (int i = 1; i <= 4; i++) {
      stages.add(new StageShuffle(i, "sort at\n A.scala:" + i, 1024L * (10 - i), i == 1 ? 512 : 0));
    }
    Signal signal =
        new ShufflePassed(
            1, LIMIT, LIMIT + 2048, 2048, stages, List.of(new SqlShuffle(7, "", LIMIT, 1024)));
    assertThat(judge(signal).verdicts().get(0).evidence())
        .containsExactly(
            "first attempts wrote 10 GiB, repeated work 2 KiB",
            "stage 1 (sort at A.scala:1) wrote 9 KiB, 512 B of it repeated",
            "stage 2 (sort at A.scala:2) wrote 8 KiB",
            "stage 3 (sort at A.scala:3) wrote 7 KiB",
            "SQL execution 7 wrote 10 GiB, 1 KiB of it repeated");
  }

  @Test
  void stopsOnlyWhereALimitWasSetForThat() {
    ShuffleBudget budget = new ShuffleBudget(100, 200L);
    assertThat(budget.limitsBytes()).containsExactly(100L, 200L);
    Policy.Step<Severity> warned = budget.apply(Severity.HEALTHY, passed(1, 200));
    assertThat(warned.verdict().severity()).isEqualTo(Severity.WARN);
    assertThat(warned.verdict().summary()).contains("more than 100 B");
    Severity said = warned.after(Severity.HEALTHY);
    Policy.Step<Severity> stopped = budget.apply(said, passed(2, 201));
    assertThat(stopped.verdict().severity()).isEqualTo(Severity.STOP);
    assertThat(stopped.verdict().summary()).contains("more than 200 B");
    assertThat(budget.apply(stopped.after(said), passed(3, 500))).isSameAs(Policy.Step.unchanged());
  }

  @Test
  void mayStopWithoutAWarningBefore() {
    ShuffleBudget budget = new ShuffleBudget(100, 200L);
    assertThat(budget.apply(Severity.HEALTHY, passed(1, 201)).verdict().isStop()).isTrue();
  }
}
