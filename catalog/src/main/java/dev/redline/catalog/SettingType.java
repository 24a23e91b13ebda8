package dev.redline.catalog;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The kinds of values a setting takes, and how each is read from text. */
public enum SettingType {
  /** {@code true} or {@code false}, as {@link Boolean}. */
  BOOLEAN("true or false") {
    @Override
    Object read(String text) {
      return switch (text.toLowerCase(Locale.ROOT)) {
        case "true" -> true;
        case "false" -> false;
        default -> throw new IllegalArgumentException();
      };
    }
  },
  /** A whole number from 0 up, as {@link Integer}. */
  COUNT("a whole number from 0 up, such as 3") {
    @Override
    Object read(String text) {
      int count = Integer.parseInt(text);
      if (count < 0) {
        throw new IllegalArgumentException();
      }
      return count;
    }
  },
  /** An exit code that says nothing else yet, as {@link Integer}. */
  EXIT_CODE("an exit code from 2 to 254 that neither Spark nor a shell uses, such as 86") {
    @Override
    Object read(String text) {
      int code = Integer.parseInt(text);
      if (code < 2 || code > 254 || RESERVED_EXIT_CODES.matcher(text).matches()) {
        throw new IllegalArgumentException();
      }
      return code;
    }
  },
  /** A share from 0 to 1, as {@link Double}; {@code 80%} means 0.8. */
  RATIO("a share from 0 to 1 or in percent, such as 0.8 or 80%") {
    @Override
    Object read(String text) {
      boolean percent = text.endsWith("%");
      String digits = percent ? text.substring(0, text.length() - 1).strip() : text;
      double ratio = Double.parseDouble(digits) / (percent ? 100 : 1);
      if (!(ratio >= 0 && ratio <= 1)) {
        throw new IllegalArgumentException();
      }
      return ratio;
    }
  },
  /** A size in bytes, as {@link Long}; suffixes are powers of 1024, as in Spark's own settings. */
  BYTES("a size with its unit, such as 512m or 10g (powers of 1024, as in Spark)") {
    @Override
    Object read(String text) {
      Matcher matcher = SIZE.matcher(text.toLowerCase(Locale.ROOT));
      if (!matcher.matches()) {
        throw new IllegalArgumentException();
      }
      String unit = matcher.group(2);
      int shift = unit.isEmpty() ? 0 : 10 * ("kmgtp".indexOf(unit.charAt(0)) + 1);
      return Math.multiplyExact(Long.parseLong(matcher.group(1)), 1L << shift);
    }
  },
  /** A time span, as {@link Duration}. */
  DURATION("a time with its unit, such as 500ms, 30s, 10m or 2h") {
    @Override
    Object read(String text) {
      Matcher matcher = TIME.matcher(text.toLowerCase(Locale.ROOT));
      if (!matcher.matches()) {
        throw new IllegalArgumentException();
      }
      Duration unit = TIME_UNITS.get(matcher.group(2));
      if (unit == null) {
        throw new IllegalArgumentException();
      }
      return unit.multipliedBy(Long.parseLong(matcher.group(1)));
    }
  },
  /** One of {@code off}, {@code observe}, {@code enforce}, as its lower-case {@link String}. */
  MODE("off, observe or enforce") {
    @Override
    Object read(String text) {
      String mode = text.toLowerCase(Locale.ROOT);
      return switch (mode) {
        case "off", "observe", "enforce" -> mode;
        default -> throw new IllegalArgumentException();
      };
    }
  },
  /** One of {@code log}, {@code stdout}, {@code off}, as its lower-case {@link String}. */
  EMF("log, stdout or off") {
    @Override
    Object read(String text) {
      String target = text.toLowerCase(Locale.ROOT);
      return switch (target) {
        case "log", "stdout", "off" -> target;
        default -> throw new IllegalArgumentException();
      };
    }
  },
  /** Free text that is not blank, as {@link String}. */
  TEXT("text that is not blank") {
    @Override
    Object read(String text) {
      if (text.isEmpty()) {
        throw new IllegalArgumentException();
      }
      return text;
    }
  };

  private static final Pattern SIZE = Pattern.compile("(\\d+)\\s*(|b|[kmgtp]i?b?)");
  private static final Pattern TIME = Pattern.compile("(\\d+)\\s*([a-z]+)");
  private static final Map<String, Duration> TIME_UNITS =
      Map.of(
          "ms", Duration.ofMillis(1),
          "s", Duration.ofSeconds(1),
          "m", Duration.ofMinutes(1),
          "min", Duration.ofMinutes(1),
          "h", Duration.ofHours(1),
          "d", Duration.ofDays(1));

  /**
   * Codes that already mean something: Spark's drivers and executors (10 to 17, 50 to 58, 101, 124,
   * see SparkExitCode, ExecutorExitCode and YARN's ApplicationMaster) and shells (126 to 165, for
   * commands that could not run or died of a signal).
   */
  private static final Pattern RESERVED_EXIT_CODES =
      Pattern.compile("1[0-7]|5[0-8]|101|124|12[6-9]|1[345]\\d|16[0-5]");

  private final String expectation;

  SettingType(String expectation) {
    this.expectation = expectation;
  }

  abstract Object read(String text);

  /** What a value must look like, with an example, to be put after "must be". */
  public String expectation() {
    return expectation;
  }

  /**
   * Reads a value.
   *
   * @throws IllegalArgumentException saying what is expected and what was found, without the key
   */
  public Object parse(String text) {
    try {
      return read(text.strip());
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new IllegalArgumentException("must be " + expectation + ", was '" + text + "'");
    }
  }
}
