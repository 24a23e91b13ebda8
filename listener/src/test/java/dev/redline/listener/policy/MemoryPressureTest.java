package dev.redline.listener.policy;

import static dev.redline.listener.signal.Facts.SIZE;
import static dev.redline.listener.signal.Facts.memory;
import static org.assertj.core.api.Assertions.assertThat;

import dev.redline.listener.policy.Verdict.Retry;
import dev.redline.listener.policy.Verdict.Severity;
import dev.redline.listener.signal.LossCause;
import dev.redline.listener.signal.Memory;
import dev.redline.listener.signal.Signal;
import dev.redline.listener.signal.Signal.MemoryAssessed;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MemoryPressureTest extends PolicyContract<Severity> {

  @Override
  MemoryPressure policy() {
    return new MemoryPressure(0.8, null, SIZE);
  }

  @Override
  List<Signal> crossing() {
    return List.of(memory(1, "1", 0.81, null));
  }

  @Override
  List<Signal> independent(Random random) {
    List<Signal> signals = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      signals.add(memory(3, "" + i, 0.95 * random.nextDouble(), 0.9 * random.nextDouble()));
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
  void warnsOfALiveHeapAboveTheLimitAndNotAtIt() {
    assertThat(judge(memory(1, "1", 0.8, 0.8)).verdicts()).isEmpty();
    assertThat(judge(memory(5, "3", 0.801, 0.8)).verdicts())
        .singleElement()
        .satisfies(
            verdict -> {
              assertThat(verdict.severity()).isEqualTo(Severity.WARN);
              assertThat(verdict.atMs()).isEqualTo(5);
              assertThat(verdict.summary())
                  .isEqualTo("executor 3 is at 80 % of its live heap, the redline is 80 %");
              assertThat(verdict.advice()).isEqualTo(Advice.against(LossCause.HEAP_OOM, SIZE));
              assertThat(verdict.retry()).isEqualTo(Retry.YES_WITH_MORE_MEMORY);
              assertThat(verdict.cause()).isNull();
            });
  }

  @Test
  void warnsOfOverheadWithTheAdviceForIt() {
    Verdict verdict = judge(memory(1, "3", 0.2, 1.2)).verdicts().get(0);
    assertThat(verdict.summary())
        .isEqualTo("executor 3 is at 120 % of its memory overhead, the redline is 80 %");
    assertThat(verdict.advice()).isEqualTo(Advice.against(LossCause.CONTAINER_OOM, SIZE));
    assertThat(judge(memory(1, "3", null, 0.9)).worst()).isEqualTo(Severity.WARN);
  }

  /** A heap fills with garbage and its pages stay resident: neither foretells anything. */
  @Test
  void doesNotLookAtRawHeapOrRawResidentMemory() {
    assertThat(judge(new MemoryAssessed(1, "1", new Memory(0.5, 0.5, 1.0, 1.0))).verdicts())
        .isEmpty();
    assertThat(judge(new MemoryAssessed(1, "1", Memory.NONE)).verdicts()).isEmpty();
  }

  @Test
  void stopsOnlyWhereALimitWasSetForThat() {
    MemoryPressure pressure = new MemoryPressure(0.8, 0.9, SIZE);
    Policy.Step<Severity> warned = pressure.apply(Severity.HEALTHY, memory(1, "1", 0.9, 0.1));
    assertThat(warned.verdict().severity()).isEqualTo(Severity.WARN);
    Policy.Step<Severity> stopped = pressure.apply(warned.state(), memory(2, "1", 0.91, 0.1));
    assertThat(stopped.verdict().severity()).isEqualTo(Severity.STOP);
    assertThat(stopped.verdict().summary()).contains("91 %").endsWith("the redline is 90 %");
    assertThat(pressure.apply(stopped.state(), memory(3, "1", 0.99, 0.1)).verdict())
        .isEqualTo(Verdict.healthy());
  }

  @Test
  void namesTheWorseOfHeapAndOverhead() {
    MemoryPressure pressure = new MemoryPressure(0.8, 0.9, SIZE);
    assertThat(pressure.apply(Severity.HEALTHY, memory(1, "1", 0.85, 0.95)).verdict().summary())
        .contains("95 % of its memory overhead");
    assertThat(pressure.apply(Severity.HEALTHY, memory(1, "1", 0.95, 0.85)).verdict().summary())
        .contains("95 % of its live heap");
    assertThat(pressure.apply(Severity.HEALTHY, memory(1, "1", 0.85, 0.85)).verdict().summary())
        .contains("live heap");
  }

  @Test
  void staysSilentWhenMemoryFallsAndRisesAgain() {
    assertThat(
            judge(memory(1, "1", 0.9, null), memory(2, "1", 0.1, null), memory(3, "2", 0.9, null))
                .verdicts())
        .hasSize(1);
  }
}
