package dev.redline.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SettingsTest {

  @Test
  void haveDefaultsThatReadWithoutProblems() {
    Settings settings = Settings.defaults();
    assertThat(settings.problems()).isEmpty();
    assertThat(settings.text(Setting.MODE)).isEqualTo("enforce");
    assertThat(settings.count(Setting.STOP_EXIT_CODE)).isEqualTo(86);
    assertThat(settings.bytes(Setting.SHUFFLE_LIMIT)).isEqualTo(10L * 1024 * 1024 * 1024);
    assertThat(settings.ratio(Setting.MEMORY_LIMIT)).isEqualTo(0.8);
    assertThat(settings.duration(Setting.STOP_DEADLINE)).isEqualTo(Duration.ofSeconds(30));
    assertThat(settings.isOn(Setting.CLOUDWATCH_ENABLED)).isFalse();
    assertThat(settings.given(Setting.SHUFFLE_STOP_ABOVE, Long.class)).isEmpty();
  }

  @Test
  void readWhatTheUserGave() {
    Settings settings =
        Settings.from(
            Map.of(
                "spark.redline.mode", " Observe ",
                "spark.redline.shuffle.stop-above", "20g",
                "spark.executor.memory", "not ours"));
    assertThat(settings.problems()).isEmpty();
    assertThat(settings.text(Setting.MODE)).isEqualTo("observe");
    assertThat(settings.given(Setting.SHUFFLE_STOP_ABOVE, Long.class)).contains(20L << 30);
    assertThat(settings.given())
        .containsOnlyKeys(Setting.MODE, Setting.SHUFFLE_STOP_ABOVE)
        .containsEntry(Setting.MODE, " Observe ");
  }

  @Test
  void reportAllProblemsTogetherAndKeepTheDefaults() {
    Settings settings =
        Settings.from(
            Map.of(
                "spark.redline.shufle.limit", "5g",
                "spark.redline.stop.deadline", "soon",
                "spark.redline.memory.stop-above", "7"));
    assertThat(settings.problems())
        .containsExactly(
            "spark.redline.memory.stop-above must be a share from 0 to 1 or in percent, such as"
                + " 0.8 or 80%, was '7'; ignored",
            "spark.redline.shufle.limit is not a setting of Redline; did you mean"
                + " spark.redline.shuffle.limit?",
            "spark.redline.stop.deadline must be a time with its unit, such as 500ms, 30s, 10m or"
                + " 2h, was 'soon'; using 30s");
    assertThat(settings.duration(Setting.STOP_DEADLINE)).isEqualTo(Duration.ofSeconds(30));
    assertThat(settings.bytes(Setting.SHUFFLE_LIMIT)).isEqualTo(10L << 30);
    assertThat(settings.given()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Setting.class)
  void findEverySettingByItsKey(Setting setting) {
    assertThat(setting.key()).startsWith(Setting.PREFIX);
    assertThat(Setting.ofKey(setting.key())).contains(setting);
    assertThat(setting.description()).isNotBlank().doesNotEndWith(".");
  }

  @ParameterizedTest
  @CsvSource({
    "BYTES, 512, 512",
    "BYTES, 10b, 10",
    "BYTES, 1k, 1024",
    "BYTES, 3m, 3145728",
    "BYTES, 2 GiB, 2147483648",
    "BYTES, 1t, 1099511627776",
    "BYTES, 1p, 1125899906842624",
    "RATIO, 80%, 0.8",
    "RATIO, 80 %, 0.8",
    "RATIO, 0, 0.0",
    "RATIO, 1, 1.0",
    "DURATION, 500ms, PT0.5S",
    "DURATION, 30 s, PT30S",
    "DURATION, 10min, PT10M",
    "DURATION, 2h, PT2H",
    "DURATION, 1d, PT24H",
    "COUNT, 0, 0",
    "EXIT_CODE, 86, 86",
    "EXIT_CODE, 2, 2",
    "EXIT_CODE, 254, 254",
    "EXIT_CODE, 166, 166",
    "BOOLEAN, TRUE, true",
    "BOOLEAN, false, false",
    "MODE, OFF, off",
    "TEXT, ' a b ', a b",
  })
  void readEachType(SettingType type, String text, String value) {
    assertThat(type.parse(text)).hasToString(value);
  }

  @ParameterizedTest
  @CsvSource({
    "BYTES, -1",
    "BYTES, 10x",
    "BYTES, 99999999999p",
    "BYTES, ''",
    "RATIO, 1.01",
    "RATIO, -0.1",
    "RATIO, NaN",
    "RATIO, 101%",
    "DURATION, 10",
    "DURATION, 10 parsecs",
    "DURATION, 99999999999999999999h",
    "COUNT, -1",
    "COUNT, 1.5",
    "EXIT_CODE, 0",
    "EXIT_CODE, 1",
    "EXIT_CODE, 11",
    "EXIT_CODE, 52",
    "EXIT_CODE, 137",
    "EXIT_CODE, 255",
    "EXIT_CODE, eighty",
    "BOOLEAN, yes",
    "MODE, kill",
    "TEXT, '  '",
  })
  void refuseWhatIsNotOfTheType(SettingType type, String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> type.parse(text))
        .withMessage("must be " + type.expectation() + ", was '" + text + "'");
  }
}
