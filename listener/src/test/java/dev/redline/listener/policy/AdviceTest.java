package dev.redline.listener.policy;

import static dev.redline.listener.signal.Facts.SIZE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.redline.listener.policy.Verdict.Retry;
import dev.redline.listener.policy.Verdict.Severity;
import dev.redline.listener.signal.ExecutorSize;
import dev.redline.listener.signal.LossCause;
import dev.redline.listener.signal.Memory;
import dev.redline.listener.signal.WorkerType;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AdviceTest {
  private static final long GIBIBYTE = 1L << 30;

  private static ExecutorSize on(WorkerType type) {
    return new ExecutorSize(10 * GIBIBYTE, GIBIBYTE, type);
  }

  private static Memory peak(@Nullable Double liveHeap, @Nullable Double overhead) {
    return new Memory(liveHeap, overhead, null, null);
  }

  private static String first(LossCause cause, ExecutorSize size, Memory peak) {
    return Advice.against(cause, size, peak).get(0);
  }

  @Test
  void doublesTheHeapThatWasTooSmall() {
    assertThat(Advice.against(LossCause.HEAP_OOM, SIZE))
        .startsWith("set spark.executor.memory=8192m (now 4096m)");
    assertThat(first(LossCause.HEAP_OOM, SIZE, peak(0.97, null)))
        .isEqualTo("set spark.executor.memory=8192m (now 4096m, live heap seen at 97 %)");
  }

  /** Twice 1,000 MiB is no step of 256 MiB; 1.25 times what was seen may be more than twice. */
  @ParameterizedTest
  @CsvSource({"1024, 0.9, 2048", "1000, 0.9, 2048", "384, 1.2, 768", "384, 3.0, 1536", "1, 1, 256"})
  void growsTheOverheadByWhatWasSeen(long nowMib, double seen, long thenMib) {
    ExecutorSize size = new ExecutorSize(4 * GIBIBYTE, nowMib << 20);
    assertThat(first(LossCause.CONTAINER_OOM, size, peak(null, seen)))
        .startsWith(
            "set spark.executor.memoryOverhead=%dm (now %dm in all beyond the heap, overhead seen"
                .formatted(thenMib, nowMib));
  }

  @ParameterizedTest
  @EnumSource(names = {"CONTAINER_OOM", "CONTAINER_VMEM"})
  void doublesTheOverheadThatWasTooSmall(LossCause cause) {
    assertThat(Advice.against(cause, SIZE))
        .startsWith("set spark.executor.memoryOverhead=2048m (now 1024m in all beyond the heap)");
  }

  @Test
  void asksWhoKilledBeforeItBlamesMemory() {
    assertThat(Advice.against(LossCause.KILLED, SIZE))
        .satisfiesExactly(
            first -> assertThat(first).contains("who sent SIGKILL"),
            second -> assertThat(second).contains("spark.executor.memoryOverhead=2048m"));
  }

  @ParameterizedTest
  @EnumSource
  void hasAnAnswerToEveryCauseThatCountsAndToNoOther(LossCause cause) {
    assertThat(Advice.against(cause, SIZE).isEmpty()).isEqualTo(!cause.isCounted());
  }

  @ParameterizedTest
  @CsvSource({
    "G_1X, 'use worker type G.2X (now G.1X), or R.1X for more memory with as many tasks at a time'",
    "G_8X, 'use worker type G.12X (now G.8X), or R.8X for more memory with as many tasks at a time'",
    "G_12X, use worker type G.16X (now G.12X)",
    "R_2X, use worker type R.4X (now R.2X)",
  })
  void namesTheNextWorkerTypeOnGlue(WorkerType type, String advice) {
    assertThat(first(LossCause.HEAP_OOM, on(type), Memory.NONE)).isEqualTo(advice);
    assertThat(first(LossCause.CONTAINER_OOM, on(type), Memory.NONE)).isEqualTo(advice);
    assertThat(Advice.against(LossCause.HEAP_OOM, on(type)))
        .noneMatch(line -> line.contains("spark.executor.memory"));
  }

  @ParameterizedTest
  @EnumSource(names = {"G_16X", "R_8X"})
  void neverNamesATypeBeyondTheLargest(WorkerType type) {
    assertThat(first(LossCause.HEAP_OOM, on(type), Memory.NONE))
        .startsWith(type.text() + " is the largest worker type: set spark.task.cpus=2");
    assertThat(Advice.retry(LossCause.HEAP_OOM, on(type), Memory.NONE)).isEqualTo(Retry.NO);
  }

  @ParameterizedTest
  @CsvSource({
    "HEAP_OOM, , , YES_WITH_MORE_MEMORY",
    "CONTAINER_OOM, , , YES_WITH_MORE_MEMORY",
    "CONTAINER_VMEM, 0.1, 0.1, YES_WITH_MORE_MEMORY",
    "KILLED, , , YES_WITH_MORE_MEMORY",
    "KILLED, 0.3, , YES",
    "KILLED, 0.95, , YES_WITH_MORE_MEMORY",
    "KILLED, 0.3, 0.95, YES_WITH_MORE_MEMORY",
    "CRASH, , , NO",
    "DISK, , , NO",
    "LAUNCH_FAILURE, , , NO",
    "HUNG, , , YES",
  })
  void answersWhetherARetryCanHelp(
      LossCause cause, @Nullable Double liveHeap, @Nullable Double overhead, Retry retry) {
    assertThat(Advice.retry(cause, SIZE, peak(liveHeap, overhead))).isEqualTo(retry);
  }

  private static Verdict verdict(
      Severity severity, String policy, @Nullable LossCause cause, Retry retry) {
    return new Verdict(severity, policy, 1, cause, "s", List.of("e"), List.of("a"), retry);
  }

  @Test
  void saysThatOneHugeKeyMayDieAgainWithTwiceTheMemory() {
    Verdict sharp =
        Advice.sharpen(
            verdict(Severity.STOP, "poison-task", LossCause.HEAP_OOM, Retry.NO),
            SIZE,
            peak(0.2, null));
    assertThat(sharp.retry()).isEqualTo(Retry.YES_WITH_MORE_MEMORY);
    assertThat(sharp.advice())
        .satisfiesExactly(
            memory -> assertThat(memory).contains("live heap seen at 20 %"),
            key -> assertThat(key).contains("one huge key or value, no executor may be large"),
            partitions -> assertThat(partitions).contains("more partitions"),
            allocation -> assertThat(allocation).contains("one allocation that did not fit"),
            own -> assertThat(own).isEqualTo("a"));
    assertThat(sharp.evidence()).containsExactly("e");
  }

  @Test
  void leavesAVerdictWithoutACauseAsItIs() {
    Verdict verdict = verdict(Severity.STOP, "shuffle-budget", null, Retry.NO);
    assertThat(Advice.sharpen(verdict, SIZE, Memory.NONE)).isSameAs(verdict);
  }

  @Test
  void aRunThatWasOnlyWarnedOfMayRunAgainAsItIs() {
    assertThat(
            Advice.sharpen(
                    verdict(Severity.WARN, "p", LossCause.CRASH, Retry.NO), SIZE, Memory.NONE)
                .retry())
        .isEqualTo(Retry.YES);
  }
}
