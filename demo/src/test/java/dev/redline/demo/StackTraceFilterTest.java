package dev.redline.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StackTraceFilterTest {

  @ParameterizedTest
  @CsvSource({
    "'java.lang.Error: no\n\tat a.B.c(B.java:1)\n\tat a.B.d(B.java:2)\nCaused by: x\n',"
        + "'java.lang.Error: no\nCaused by: x\n'",
    "'\tat first.Frame(F.java)\nthen', 'then'",
    "'\ta tab that is no frame\n\t\n', '\ta tab that is no frame\n\t\n'",
    "'[Stage 0:>  (0 + 2) / 2]\r[Stage 0:=>', '[Stage 0:>  (0 + 2) / 2]\r[Stage 0:=>'",
    "'größer\n\tat ü.Ä(Ö.java)\n\ta', 'größer\n\ta'",
    "'', ''",
  })
  void dropsTheFramesAndNothingElse(String in, String expected) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new StackTraceFilter(new ByteArrayInputStream(in.getBytes(UTF_8)), out).run();
    assertThat(out.toString(UTF_8)).isEqualTo(expected);
  }
}
