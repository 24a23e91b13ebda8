package dev.redline.listener.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.redline.listener.signal.Loss;
import dev.redline.listener.signal.LossCause;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {

  @ParameterizedTest
  @CsvSource({
    "0,0 B",
    "1023,1023 B",
    "1024,1 KiB",
    "1536,1.5 KiB",
    "1048576,1 MiB",
    "10737418240,10 GiB",
    "10522669875,9.8 GiB",
    "1099511627776,1 TiB",
    "1125899906842624,1 PiB",
    "9223372036854775807,8192 PiB"
  })
  void writesBytesInTheLargestUnit(long bytes, String text) {
    assertThat(Words.bytes(bytes)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "0,0 %",
    "0.004,0.4 %",
    "0.01,1 %",
    "0.0949,9.5 %",
    "0.1,10 %",
    "0.1549,15 %",
    "0.8,80 %",
    "1.25,125 %"
  })
  void writesSharesInPercent(double ratio, String text) {
    assertThat(Words.percent(ratio)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "PT0S,0 s",
    "PT0.499S,0 s",
    "PT0.5S,1 s",
    "PT59S,59 s",
    "PT60S,1 m 0 s",
    "PT72S,1 m 12 s",
    "PT59M59S,59 m 59 s",
    "PT1H,1 h 0 m",
    "PT2H5M9S,2 h 5 m",
    "PT100H,100 h 0 m"
  })
  void writesTimesInTheirTwoLargestUnits(Duration duration, String text) {
    assertThat(Words.duration(duration)).isEqualTo(text);
  }

  private static String evidence(String reason) {
    return Words.evidence(new Loss("7", 0, LossCause.CRASH, true, "exit-134", reason));
  }

  @Test
  void writesALossOnOneLine() {
    assertThat(evidence("\n gone\r\n\tfor \u0007 good "))
        .isEqualTo("executor 7: CRASH (exit-134): gone for good");
  }

  @Test
  void cutsALongReason() {
    assertThat(evidence("x".repeat(300))).endsWith(": " + "x".repeat(300));
    assertThat(evidence("x".repeat(301))).endsWith(": " + "x".repeat(300) + "...");
  }

  @Test
  void ordersExecutorsByTheirNumber() {
    List<String> ids = Arrays.asList("10", "9", "1", "driver", "100");
    ids.sort(Words.BY_NUMBER);
    assertThat(ids).containsExactly("1", "9", "10", "100", "driver");
  }

  @Test
  void ordinalsAreWordsAsFarAsTheyAreUsual() {
    assertThat(Words.ordinal(2)).isEqualTo("second");
    assertThat(Words.ordinal(3)).isEqualTo("third");
    assertThat(Words.ordinal(4)).isEqualTo("fourth");
    assertThat(Words.ordinal(17)).isEqualTo("17.");
  }

  @Test
  void aBriefLossShowsTheSameEvidence() {
    Loss loss = new Loss("1", 5, LossCause.CRASH, true, "rule", " x\n".repeat(5_000));
    Loss brief = Words.brief(loss);
    assertThat(brief.reason()).hasSize(600);
    assertThat(Words.evidence(brief)).isEqualTo(Words.evidence(loss));
    assertThat(Words.brief(brief)).isSameAs(brief);
  }
}
