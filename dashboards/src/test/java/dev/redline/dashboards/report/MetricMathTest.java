package dev.redline.dashboards.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetricMathTest {
  private static final Map<String, double[]> VALUES =
      Map.of("m1", new double[] {1, Double.NaN, 3}, "m2", new double[] {2, 2, 2});

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "m1 | 1 | NaN | 3",
        "m1 + m2 * 2 | 5 | NaN | 7",
        "(m1 + m2) * 2 | 6 | NaN | 10",
        "m1 - m2 - 1 | -2 | NaN | 0",
        "-m2 | -2 | -2 | -2",
        "m2 / 4 | 0.5 | 0.5 | 0.5",
        "FILL(m1, 0) | 1 | 0 | 3",
        "m1 > 2 | 0 | 0 | 1",
        "IF(FILL(m1, 0) > 0, 100 * FILL(m2, 0) / FILL(m1, 0), 0) | 200 | 0 | 66.6667",
        "RUNNING_SUM(m1) | 1 | NaN | 4",
        "RUNNING_SUM((m1 + 1) * PERIOD(m1) / 3600 * 0.5) | 0.01666 | NaN | 0.05",
      })
  void evaluates(String code, double first, double second, double third) {
    double[] values = MetricMath.evaluate(code, VALUES, 3, 60).orElseThrow();
    assertThat(values).usingComparatorWithPrecision(1e-4).containsExactly(first, second, third);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "m3", "m1 +", "(m1", "m1)", "SEARCH('x', 'Sum')", "m1 m2", "FILL(m1)"})
  void saysNothingOfWhatItDoesNotKnow(String code) {
    assertThat(MetricMath.evaluate(code, VALUES, 3, 60)).isEmpty();
  }

  @Test
  void dividesByZeroAsDoublesDo() {
    assertThat(MetricMath.evaluate("m2 / 0", VALUES, 3, 60).orElseThrow())
        .containsOnly(Double.POSITIVE_INFINITY);
  }
}
