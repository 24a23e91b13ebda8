package dev.redline.listener.signal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class WorkerTypeTest {
  private static final long GIBIBYTE = 1L << 30;

  @ParameterizedTest
  @CsvSource({
    "4, 11, G.1X",
    "4, 16, G.1X",
    "4, 22, R.1X",
    "8, 22, G.2X",
    "8, 44, R.2X",
    "16, 44, G.4X",
    "16, 100, R.4X",
    "32, 88, G.8X",
    "32, 200, R.8X",
    "48, 132, G.12X",
    "64, 176, G.16X"
  })
  void isKnownByTheCoresAndMemoryOfItsExecutor(int cores, long gibibytes, String type) {
    assertThat(WorkerType.of(cores, gibibytes * GIBIBYTE).map(WorkerType::text)).contains(type);
  }

  @ParameterizedTest
  @CsvSource({"0, 11", "3, 11", "4, 33", "64, 257"})
  void isNotGuessed(int cores, long gibibytes) {
    assertThat(WorkerType.of(cores, gibibytes * GIBIBYTE)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "G_1X, G_2X",
    "G_2X, G_4X",
    "G_4X, G_8X",
    "G_8X, G_12X",
    "G_12X, G_16X",
    "R_1X, R_2X",
    "R_2X, R_4X",
    "R_4X, R_8X"
  })
  void growsStepByStep(WorkerType type, WorkerType next) {
    assertThat(type.next()).contains(next);
  }

  @Test
  void neverGrowsPastTheLargest() {
    assertThat(WorkerType.G_16X.next()).isEmpty();
    assertThat(WorkerType.R_8X.next()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void moreMemoryForEachTaskMeansAsManyCores(WorkerType type) {
    Optional<WorkerType> more = type.withMoreMemoryForEachTask();
    assertThat(more.map(WorkerType::cores).orElse(type.cores())).isEqualTo(type.cores());
    assertThat(more.map(WorkerType::memoryBytes).orElse(2 * type.memoryBytes()))
        .isEqualTo(2 * type.memoryBytes());
  }
}
