package dev.redline.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AlarmNameTest {

  @ParameterizedTest
  @ValueSource(strings = {"nightly", "load sales/2026 (daily) <x>", "$'`;&"})
  void keepsAJobsName(String job) {
    assertThat(AlarmName.job(job)).isEqualTo(job);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "say \"hi\"",
        "a\\b",
        "täglich",
        "new\nline",
        "zero\u200bwidth",
        "right\u202eleft"
      })
  void replacesWhatARuleOrAReaderWouldTripOver(String job) {
    assertThat(AlarmName.job(job)).matches("[ !#-\\[\\]-~]+-[0-9a-f]{12}");
  }

  @Test
  void cutsALongNameAndKeepsLongNamesApart() {
    String long300 = "load sales/".repeat(30).substring(0, 300);
    assertThat(AlarmName.job(long300)).hasSize(160).startsWith("load sales/load sales/");
    assertThat(AlarmName.job(long300)).isNotEqualTo(AlarmName.job(long300 + "x"));
    assertThat(AlarmName.job("j".repeat(160))).isEqualTo("j".repeat(160));
    assertThat(AlarmName.job("")).matches("-[0-9a-f]{12}");
  }

  @Test
  void isOfOneEnvironmentAndOneJob() {
    assertThat(AlarmName.of("prod", "load a/b", "page")).isEqualTo("prod-load a/b-page");
  }
}
