package dev.redline.etl.extract;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads texts as values of one column type. Pure. What it returns is what Spark takes for the type,
 * but for dates (days since 1970) and timestamps (microseconds since 1970, UTC).
 */
interface ValueParser {

  /** Stricter than Java, which takes 1d and 0x1p3 too. */
  Pattern REAL = Pattern.compile("[+-]?(?:NaN|Infinity|[0-9.]+(?:[eE][+-]?[0-9]+)?)");

  /** The value; null for a text that is none of this type. */
  @Nullable Object parse(String text);

  /** Why a text is refused. */
  default RejectReason reason(String text) {
    return RejectReason.TYPE_MISMATCH;
  }

  /** A value that is a number, for people. */
  default String shown(Number value) {
    return value.toString();
  }

  /** The parser of a type as a spec writes it. */
  static ValueParser of(String type) {
    return switch (type) {
      case "string" -> text -> text;
      case "boolean" -> ValueParser::bool;
      case "smallint" -> text -> whole(text, Short.MIN_VALUE, Short.MAX_VALUE, Long::shortValue);
      case "int" -> text -> whole(text, Integer.MIN_VALUE, Integer.MAX_VALUE, Long::intValue);
      case "bigint" -> text -> whole(text, Long.MIN_VALUE, Long.MAX_VALUE, number -> number);
      case "float" -> ValueParser::narrow;
      case "double" -> ValueParser::real;
      case "date" -> new TimeParser(true);
      case "timestamp" -> new TimeParser(false);
      default -> DecimalParser.of(type);
    };
  }

  private static @Nullable Boolean bool(String text) {
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "true", "t", "yes", "y", "1" -> true;
      case "false", "f", "no", "n", "0" -> false;
      default -> null;
    };
  }

  private static @Nullable Object whole(
      String text, long least, long most, java.util.function.Function<Long, Object> narrowed) {
    String digits = text.strip();
    if (digits.isEmpty() || digits.length() > 20) {
      return null;
    }
    try {
      long value = Long.parseLong(digits);
      return value < least || value > most ? null : narrowed.apply(value);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** The two zeros become one, as they are one to whoever compares them. */
  private static @Nullable Double real(String text) {
    String number = text.strip();
    if (!REAL.matcher(number).matches()) {
      return null;
    }
    try {
      double value = Double.parseDouble(number) + 0.0;
      return isOverflow(value, number) ? null : (Double) value;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static @Nullable Object narrow(String text) {
    Double value = real(text);
    return value == null || isOverflow(value.floatValue(), text)
        ? null
        : (Object) value.floatValue();
  }

  /** A number that is too large for the type would become infinite, unseen. */
  private static boolean isOverflow(double value, String text) {
    return Double.isInfinite(value) && text.indexOf('I') < 0;
  }

  /** Numbers of fixed precision and scale; more digits after the point are rounded half up. */
  record DecimalParser(int precision, int scale) implements ValueParser {
    private static final int MAX_LENGTH = 1_000;

    static DecimalParser of(String type) {
      String[] parts = type.substring("decimal(".length(), type.length() - 1).split(",");
      return new DecimalParser(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
    }

    @Override
    public @Nullable Object parse(String text) {
      BigDecimal value = number(text);
      if (value == null) {
        return null;
      }
      // Looked at before any arithmetic: 1e999999999 has a billion digits.
      long digitsBeforePoint = (long) value.precision() - value.scale();
      if (value.signum() != 0 && digitsBeforePoint > precision - scale) {
        return null;
      }
      if (value.signum() == 0 || digitsBeforePoint < -scale) {
        return BigDecimal.ZERO.setScale(scale);
      }
      BigDecimal rounded = value.setScale(scale, RoundingMode.HALF_UP);
      return rounded.precision() > precision ? null : rounded;
    }

    @Override
    public RejectReason reason(String text) {
      return number(text) == null ? RejectReason.TYPE_MISMATCH : RejectReason.DECIMAL_OVERFLOW;
    }

    private static @Nullable BigDecimal number(String text) {
      String number = text.strip();
      if (number.isEmpty() || number.length() > MAX_LENGTH) {
        return null;
      }
      try {
        return new BigDecimal(number);
      } catch (NumberFormatException e) {
        return null;
      }
    }
  }
}
