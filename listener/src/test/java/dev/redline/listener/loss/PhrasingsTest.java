package dev.redline.listener.loss;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The same messages, as cluster managers phrase them from release to release. */
class PhrasingsTest {

  static List<Arguments> phrasings() throws IOException {
    try (InputStream file = PhrasingsTest.class.getResourceAsStream("phrasings.tsv")) {
      return new BufferedReader(
              new InputStreamReader(Objects.requireNonNull(file), StandardCharsets.UTF_8))
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split("\t", 2))
          .map(row -> Arguments.of(row[0], row[1].replace("\\n", "\n").replace("\\t", "\t")))
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("phrasings")
  void namesTheCause(String cause, String reason) {
    Classification found = LossClassifier.classify(reason);
    assertThat(found.cause()).as("by rule %s", found.ruleId()).hasToString(cause);
  }
}
