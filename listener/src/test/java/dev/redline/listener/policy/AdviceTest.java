package dev.redline.listener.policy;

import static dev.redline.listener.signal.Facts.SIZE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.redline.listener.signal.LossCause;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AdviceTest {

  @Test
  void doublesTheHeapThatWasTooSmall() {
    assertThat(Advice.against(LossCause.HEAP_OOM, SIZE))
        .first()
        .asString()
        .startsWith("set spark.executor.memory=8192m (now 4096m;");
  }

  @ParameterizedTest
  @EnumSource(names = {"CONTAINER_OOM", "CONTAINER_VMEM"})
  void doublesTheOverheadThatWasTooSmall(LossCause cause) {
    assertThat(Advice.against(cause, SIZE))
        .first()
        .asString()
        .startsWith("set spark.executor.memoryOverhead=2048m (now 1024m ");
  }

  @Test
  void asksWhoKilledBeforeItBlamesMemory() {
    assertThat(Advice.against(LossCause.KILLED, SIZE))
        .satisfiesExactly(
            first -> assertThat(first).contains("who sent SIGKILL"),
            second ->
                assertThat(second).contains("spark.executor.memoryOverhead=2048m (now 1024m)"));
  }

  @ParameterizedTest
  @EnumSource
  void hasAnAnswerToEveryCauseThatCountsAndToNoOther(LossCause cause) {
    assertThat(Advice.against(cause, SIZE).isEmpty()).isEqualTo(!cause.isCounted());
  }
}
