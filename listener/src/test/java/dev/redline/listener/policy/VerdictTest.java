package dev.redline.listener.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.redline.listener.policy.Verdict.Retry;
import dev.redline.listener.policy.Verdict.Severity;
import dev.redline.listener.signal.LossCause;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VerdictTest {
  private static final Verdict WARN = verdict(Severity.WARN, "first");
  private static final Verdict STOP = verdict(Severity.STOP, "second");

  private static Verdict verdict(Severity severity, String policy) {
    return new Verdict(
        severity, policy, 1, LossCause.CRASH, "summary", List.of(), List.of(), Retry.NO);
  }

  @Test
  void healthyIsNoStopHasNoCauseAndMayBeRunAgain() {
    assertThat(Verdict.healthy().isStop()).isFalse();
    assertThat(Verdict.healthy().cause()).isNull();
    assertThat(Verdict.healthy().retry()).isEqualTo(Retry.YES);
    assertThat(Verdict.healthy().policy()).isEmpty();
  }

  @Test
  void onlyAStopIsAStop() {
    assertThat(STOP.isStop()).isTrue();
    assertThat(WARN.isStop()).isFalse();
    assertThat(WARN.cause()).isEqualTo(LossCause.CRASH);
  }

  @Test
  void theWorseOfTwoIsTheFirstWhereTheyAreEqual() {
    assertThat(Verdict.worse(WARN, STOP)).isSameAs(STOP);
    assertThat(Verdict.worse(STOP, WARN)).isSameAs(STOP);
    assertThat(Verdict.worse(STOP, verdict(Severity.STOP, "third"))).isSameAs(STOP);
    assertThat(Verdict.worse(Verdict.healthy(), WARN)).isSameAs(WARN);
  }

  @Test
  void keepsItsOwnCopyOfWhatItWasGiven() {
    List<String> lines = new ArrayList<>(List.of("one"));
    Verdict verdict = new Verdict(Severity.WARN, "p", 1, null, "s", lines, lines, Retry.NO);
    lines.add("two");
    assertThat(verdict.evidence()).containsExactly("one");
    assertThat(verdict.advice()).containsExactly("one");
  }
}
