package dev.redline.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.redline.catalog.Threshold.Comparison;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MetricTest {

  @ParameterizedTest
  @EnumSource(Metric.class)
  void hasALowerDottedNameWithoutUnitOrStatistic(Metric metric) {
    assertThat(metric.meterName()).matches("redline(\\.[a-z]+)+");
    assertThat(metric.meterName()).doesNotContainPattern("bytes|percent|sum|max|count$");
    assertThat(metric.description()).isNotBlank().doesNotEndWith(".");
    assertThat(metric.dimensions()).startsWith(Dimension.JOB_NAME, Dimension.ENVIRONMENT);
  }

  @Test
  void namesAreUnique() {
    assertThat(Arrays.stream(Metric.values()).map(Metric::meterName)).doesNotHaveDuplicates();
    assertThat(Arrays.stream(Guardrail.values()).map(Guardrail::id)).doesNotHaveDuplicates();
  }

  @Test
  void cloudWatchNameCarriesTheRegistrysSuffix() {
    assertThat(Metric.SHUFFLE_WRITTEN.cloudWatchName()).isEqualTo("redline.shuffle.written.count");
    assertThat(Metric.SHUFFLE_TOTAL.cloudWatchName()).isEqualTo("redline.shuffle.total.value");
  }

  @Test
  void thresholdsKnowTheirBadSide() {
    assertThat(new Threshold(Comparison.ABOVE, 80).isCrossedBy(80)).isFalse();
    assertThat(new Threshold(Comparison.ABOVE, 80).isCrossedBy(80.1)).isTrue();
    assertThat(new Threshold(Comparison.AT_LEAST, 1).isCrossedBy(1)).isTrue();
    assertThat(new Threshold(Comparison.AT_LEAST, 1).isCrossedBy(0)).isFalse();
    assertThat(new Threshold(Comparison.BELOW, 20).isCrossedBy(20)).isFalse();
    assertThat(new Threshold(Comparison.BELOW, 20).isCrossedBy(19)).isTrue();
    assertThat(new Threshold(Comparison.BELOW, 20).isCrossedBy(Double.NaN)).isFalse();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Threshold(Comparison.ABOVE, Double.NaN))
        .withMessage("limit must be a finite number from 0 up, was NaN");
    assertThatIllegalArgumentException().isThrownBy(() -> new Threshold(Comparison.ABOVE, -1));
  }

  @Test
  void guardrailDefaultsAreTheSettingsDefaults() {
    Settings defaults = Settings.defaults();
    assertThat(Guardrail.SHUFFLE.threshold().limit())
        .isEqualTo(defaults.bytes(Setting.SHUFFLE_LIMIT));
    assertThat(Guardrail.LIVE_HEAP.threshold().limit())
        .isEqualTo(100 * defaults.ratio(Setting.MEMORY_LIMIT));
    assertThat(Guardrail.OVERHEAD.threshold().limit())
        .isEqualTo(100 * defaults.ratio(Setting.MEMORY_LIMIT));
    assertThat(Guardrail.UTILIZATION.threshold().limit())
        .isEqualTo(100 * defaults.ratio(Setting.UTILIZATION_LIMIT));
  }
}
