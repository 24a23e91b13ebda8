package dev.redline.listener.meter;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DimensionValueTest {

  @ParameterizedTest
  @ValueSource(strings = {"nightly", "load sales/2026 \"daily\" (v2)", ":colon", "a"})
  void keepsWhatCloudWatchAccepts(String name) {
    assertThat(DimensionValue.of(name)).isEqualTo(name);
  }

  @Test
  void keepsThreeHundredCharacters() {
    assertThat(DimensionValue.of("j".repeat(300))).isEqualTo("j".repeat(300));
  }

  @ParameterizedTest
  @ValueSource(strings = {"täglich", "売上", "tab\there", "new\nline", "null\0", "🚀"})
  void replacesWhatCloudWatchRefuses(String name) {
    assertThat(DimensionValue.of(name)).matches("[ -~]+-[0-9a-f]{8}");
  }

  @Test
  void keepsNamesApartThatDifferOnlyInWhatIsRefused() {
    assertThat(DimensionValue.of("売上")).isNotEqualTo(DimensionValue.of("在庫"));
  }

  @Test
  void cutsAtCloudWatchsLimit() {
    assertThat(DimensionValue.of("j".repeat(1024))).hasSize(1024).doesNotContain("-");
    assertThat(DimensionValue.of("j".repeat(1025))).hasSize(1024).contains("-");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\t\n"})
  void namesWhatHasNoName(String name) {
    assertThat(DimensionValue.of(name)).isEqualTo("unnamed");
  }
}
