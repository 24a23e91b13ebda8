package dev.redline.etl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowCountsTest {
  private static RowCounts counts(long read, long byReason, long compared, long staged) {
    return new RowCounts(
        OptionalLong.of(read), 2, Map.of("NULL_KEY", byReason), 8, compared, 5, staged);
  }

  @Test
  void acceptsCountsThatAddUp() {
    RowCounts counts = counts(10, 2, 8, 5);

    counts.requireIdentity();
    counts.requireCopied(5);
    assertThat(counts.raw()).isEqualTo(10);
    assertThat(counts.duplicates()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource({
    "11, 2, 8, 5, rows read 11",
    "10, 1, 8, 5, rejected by reason 1",
    "10, 2, 7, 5, rows compared 7",
    "10, 2, 8, 6, staged rows 6",
  })
  void refusesEverySourceThatDisagrees(
      long read, long byReason, long compared, long staged, String message) {
    assertThatThrownBy(() -> counts(read, byReason, compared, staged).requireIdentity())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(message);
  }

  @Test
  void refusesACopyThatLostARow() {
    assertThatThrownBy(() -> counts(10, 2, 8, 5).requireCopied(4))
        .hasMessageContaining("copied rows 4 = staged rows 5 does not hold");
  }
}
