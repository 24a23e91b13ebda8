package dev.redline.listener.policy;

import static dev.redline.listener.signal.Facts.SIZE;
import static dev.redline.listener.signal.Facts.lost;
import static org.assertj.core.api.Assertions.assertThat;

import dev.redline.listener.policy.Verdict.Retry;
import dev.redline.listener.policy.Verdict.Severity;
import dev.redline.listener.signal.LossCause;
import dev.redline.listener.signal.Signal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ExecutorLossesTest extends PolicyContract<Boolean> {

  @Override
  ExecutorLosses policy() {
    return new ExecutorLosses(SIZE);
  }

  @Override
  ExecutorLosses patient() {
    return policy();
  }

  @Override
  List<Signal> crossing() {
    return List.of(lost(5, "1", LossCause.HEAP_OOM));
  }

  @Override
  List<Signal> independent(Random random) {
    List<Signal> signals = new ArrayList<>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      LossCause cause = LossCause.values()[random.nextInt(LossCause.values().length)];
      signals.add(lost(7, "executor-" + i, cause));
    }
    return signals;
  }

  @Override
  int remembered(Boolean said) {
    return 0;
  }

  @Override
  int mostRemembered() {
    return 0;
  }

  @ParameterizedTest
  @EnumSource
  void warnsOfCausesThatCountAndOfNoOther(LossCause cause) {
    assertThat(judge(lost(5, "1", cause)).worst())
        .isEqualTo(cause.isCounted() ? Severity.WARN : Severity.HEALTHY);
  }

  @Test
  void warnsOfTheFirstOnly() {
    assertThat(
            judge(
                    lost(1, "1", LossCause.SCALED_IN),
                    lost(2, "2", LossCause.CRASH),
                    lost(3, "3", LossCause.HEAP_OOM))
                .verdicts())
        .singleElement()
        .satisfies(
            verdict -> {
              assertThat(verdict.atMs()).isEqualTo(2);
              assertThat(verdict.cause()).isEqualTo(LossCause.CRASH);
              assertThat(verdict.summary())
                  .isEqualTo("executor 2 was lost: the executor's process crashed");
              assertThat(verdict.evidence()).containsExactly("executor 2: CRASH (rule): gone");
              assertThat(verdict.retry()).isEqualTo(Retry.YES);
            });
  }

  @Test
  void moreMemoryHelpsAgainstDeathsByMemory() {
    Verdict verdict = judge(crossing()).verdicts().get(0);
    assertThat(verdict.retry()).isEqualTo(Retry.YES_WITH_MORE_MEMORY);
    assertThat(verdict.advice()).isEqualTo(Advice.against(LossCause.HEAP_OOM, SIZE));
  }
}
