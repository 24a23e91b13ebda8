package dev.redline.listener.loss;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No text makes a rule slow: the steps a pattern takes grow no faster than the text. */
class RuleStepsTest {
  private static final int SHORT = 2 * 1024;
  private static final int LONG = 8 * SHORT;

  /** A text that counts how often it is looked at. */
  private static final class Counted implements CharSequence {
    private final CharSequence text;
    private final long[] reads;

    Counted(CharSequence text, long[] reads) {
      this.text = text;
      this.reads = reads;
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public char charAt(int index) {
      reads[0]++;
      return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return new Counted(text.subSequence(start, end), reads);
    }

    @Override
    public String toString() {
      return text.toString();
    }
  }

  private static long steps(TextRule rule, String text) {
    long[] reads = new long[1];
    rule.matches(new Counted(text, reads));
    return reads[0];
  }

  static Stream<TextRule> rules() {
    return Stream.of(LossRules.SETTLING, LossRules.CONTAINER, LossRules.VAGUE)
        .flatMap(List::stream);
  }

  private static List<String> hostile(int length) {
    List<String> texts = new ArrayList<>();
    for (String start :
        List.of(
            "",
            "exceeding memory limits. ",
            "exceeding memory limits. 1 GB of ",
            "Pod ",
            "Task ",
            "Executor heartbeat timed out after ",
            "Not receiving heartbeat for ")) {
      for (String part : List.of(".", "1", "1.", " ", "x", ". 1 GB of 1 GB")) {
        texts.add(start + part.repeat(length / part.length()));
        texts.add((start + part).repeat(length / (start + part).length()));
      }
    }
    return texts;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rules")
  void growNoFasterThanTheText(TextRule rule) {
    List<String> shortTexts = hostile(SHORT);
    List<String> longTexts = hostile(LONG);
    for (int i = 0; i < shortTexts.size(); i++) {
      long few = steps(rule, shortTexts.get(i));
      long many = steps(rule, longTexts.get(i));
      assertThat(many)
          .as("steps for '%.40s...'", longTexts.get(i))
          .isLessThanOrEqualTo(10 * few + 1000)
          .isLessThanOrEqualTo(40L * LONG);
    }
  }
}
