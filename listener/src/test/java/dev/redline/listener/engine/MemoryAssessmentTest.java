package dev.redline.listener.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.redline.listener.signal.ExecutorSize;
import dev.redline.listener.signal.Memory;
import dev.redline.listener.signal.Signal.MemoryAssessed;
import dev.redline.listener.signal.Signal.MemoryMeasured;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MemoryAssessmentTest {
  private static final ExecutorSize SIZE = new ExecutorSize(1_000, 500);

  private final MemoryAssessment assessment = new MemoryAssessment(SIZE, 3);

  private Memory assess(String executorId, long heapBytes, long residentBytes) {
    return assessment.assess(new MemoryMeasured(5, executorId, heapBytes, residentBytes)).memory();
  }

  private @Nullable Double liveHeap(long heapBytes) {
    return assess("1", heapBytes, 0).liveHeapRatio();
  }

  @Test
  void liveHeapIsTheLowestOfTheLastHeartbeats() {
    assertThat(liveHeap(900)).isNull();
    assertThat(liveHeap(300)).isNull();
    assertThat(liveHeap(800)).isEqualTo(0.3);
    assertThat(liveHeap(850)).isEqualTo(0.3);
    assertThat(liveHeap(900)).isEqualTo(0.8);
    assertThat(liveHeap(950)).isEqualTo(0.85);
    assertThat(liveHeap(200)).isEqualTo(0.2);
  }

  @Test
  void aHeartbeatThatMeasuredNoHeapIsNone() {
    liveHeap(900);
    liveHeap(900);
    assertThat(liveHeap(0)).isNull();
    assertThat(liveHeap(900)).isEqualTo(0.9);
  }

  @Test
  void everyExecutorHasItsOwn() {
    liveHeap(900);
    liveHeap(900);
    assertThat(assess("2", 900, 0).liveHeapRatio()).isNull();
    assertThat(liveHeap(900)).isEqualTo(0.9);
  }

  @Test
  void anExecutorThatWentIsForgotten() {
    liveHeap(900);
    liveHeap(900);
    assessment.forget("1");
    assertThat(liveHeap(900)).isNull();
  }

  @Test
  void oneHeartbeatIsEnoughWhereNoneIsAskedFor() {
    MemoryAssessment eager = new MemoryAssessment(SIZE, 0);
    assertThat(eager.assess(new MemoryMeasured(5, "1", 400, 0)).memory().liveHeapRatio())
        .isEqualTo(0.4);
  }

  @Test
  void overheadIsWhatIsResidentBeyondTheHeap() {
    assertThat(assess("1", 0, 1_400)).isEqualTo(new Memory(null, 0.8, null, 1_400 / 1_500.0));
    assertThat(assess("1", 0, 900).overheadRatio()).isZero();
    assertThat(assess("1", 0, 2_000).overheadRatio()).isEqualTo(2.0);
  }

  @Test
  void whatIsNotMeasuredIsNotThere() {
    assertThat(assess("1", 0, 0)).isEqualTo(Memory.NONE);
    assertThat(assess("1", 700, 0)).isEqualTo(new Memory(null, null, 0.7, null));
  }

  @Test
  void overheadOfNothingIsNotThere() {
    MemoryAssessment bare = new MemoryAssessment(new ExecutorSize(1_000, 0), 3);
    MemoryAssessed assessed = bare.assess(new MemoryMeasured(5, "1", 0, 1_400));
    assertThat(assessed.memory()).isEqualTo(new Memory(null, null, null, 1.4));
    assertThat(assessed.atMs()).isEqualTo(5);
    assertThat(assessed.executorId()).isEqualTo("1");
  }
}
