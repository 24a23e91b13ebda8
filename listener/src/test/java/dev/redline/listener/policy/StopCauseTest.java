package dev.redline.listener.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.redline.catalog.StopCause;
import dev.redline.listener.policy.Verdict.Retry;
import dev.redline.listener.policy.Verdict.Severity;
import dev.redline.listener.signal.LossCause;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every stop has a cause that an alarm looks at. */
class StopCauseTest {

  @Test
  void everyCountedLossCauseIsOne() {
    Stream<String> counted =
        Arrays.stream(LossCause.values()).filter(LossCause::isCounted).map(Enum::name);
    assertThat(counted.map(StopCause::ofName)).doesNotContain(StopCause.OTHER).hasSize(8);
  }

  @ParameterizedTest
  @EnumSource(LossCause.class)
  void aVerdictNamesItsLossCause(LossCause cause) {
    StopCause expected = cause.isCounted() ? StopCause.valueOf(cause.name()) : StopCause.OTHER;
    Verdict verdict =
        new Verdict(Severity.STOP, "p", 1, cause, "s", List.of(), List.of(), Retry.NO);
    assertThat(verdict.stopCause()).isEqualTo(expected);
  }

  @Test
  void aVerdictWithoutLossesIsALimitThatWasSet() {
    Verdict verdict = new Verdict(Severity.STOP, "p", 1, null, "s", List.of(), List.of(), Retry.NO);
    assertThat(verdict.stopCause()).isEqualTo(StopCause.BUDGET);
  }
}
