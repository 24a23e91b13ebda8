package dev.redline.etl.extract;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads days and times of ISO 8601: {@code 2024-02-29}, {@code 2024-02-29T12:30[:15[.123456789]]}
 * with {@code T} or a space, and a zone {@code Z}, {@code +01}, {@code +0100} or {@code +01:00};
 * UTC where there is none. Parts of a microsecond are cut off. Years have four digits.
 *
 * @param isDate whether the value is a day; the time after it is then checked and dropped
 */
record TimeParser(boolean isDate) implements ValueParser {
  private static final int DATE_LENGTH = 10;
  private static final long MICROS_PER_SECOND = 1_000_000;
  private static final long SECONDS_PER_DAY = 86_400;

  @Override
  public @Nullable Object parse(String text) {
    String stripped = text.strip();
    Long micros = micros(stripped);
    if (micros == null || !isDate) {
      return micros;
    }
    Long day = day(stripped);
    return day == null ? null : (Object) Math.toIntExact(day);
  }

  @Override
  public String shown(Number value) {
    return isDate
        ? LocalDate.ofEpochDay(value.longValue()).toString()
        : Instant.EPOCH.plus(value.longValue(), ChronoUnit.MICROS).toString();
  }

  @Override
  public RejectReason reason(String text) {
    return RejectReason.BAD_TIMESTAMP;
  }

  private static @Nullable Long micros(String text) {
    Long day = day(text);
    if (day == null) {
      return null;
    }
    long seconds = day * SECONDS_PER_DAY;
    if (text.length() == DATE_LENGTH) {
      return seconds * MICROS_PER_SECOND;
    }
    char separator = text.charAt(DATE_LENGTH);
    return separator == 'T' || separator == ' '
        ? new Cursor(text, DATE_LENGTH + 1).timeOfDay(seconds)
        : null;
  }

  private static @Nullable Long day(String text) {
    if (text.length() < DATE_LENGTH || text.charAt(4) != '-' || text.charAt(7) != '-') {
      return null;
    }
    int year = number(text, 0, 4);
    int month = number(text, 5, 7);
    int day = number(text, 8, DATE_LENGTH);
    if (year < 1 || month < 1 || month > 12 || day < 1 || day > 31) {
      return null;
    }
    try {
      return LocalDate.of(year, month, day).toEpochDay();
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** The number that some digits make; -1 where there is anything else. */
  private static int number(String text, int from, int to) {
    if (to > text.length()) {
      return -1;
    }
    int number = 0;
    for (int i = from; i < to; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      number = number * 10 + digit;
    }
    return number;
  }

  /** Reads the time after a day, from left to right. */
  private static final class Cursor {
    private final String text;
    private int at;

    Cursor(String text, int at) {
      this.text = text;
      this.at = at;
    }

    @Nullable Long timeOfDay(long daySeconds) {
      int hour = two();
      int minute = skip(':') ? two() : -1;
      int second = skip(':') ? two() : 0;
      if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) {
        return null;
      }
      int micros = skip('.') ? fraction() : 0;
      Integer zone = zoneSeconds();
      if (micros < 0 || zone == null || at != text.length()) {
        return null;
      }
      long seconds = daySeconds + hour * 3_600L + minute * 60L + second - zone;
      return seconds * MICROS_PER_SECOND + micros;
    }

    private int two() {
      int number = number(text, at, at + 2);
      at += 2;
      return number;
    }

    private boolean skip(char expected) {
      boolean found = at < text.length() && text.charAt(at) == expected;
      at += found ? 1 : 0;
      return found;
    }

    private int fraction() {
      int start = at;
      int micros = 0;
      while (at < text.length() && Character.isDigit(text.charAt(at)) && at - start < 9) {
        if (at - start < 6) {
          micros = micros * 10 + text.charAt(at) - '0';
        }
        at++;
      }
      for (int digits = at - start; digits < 6; digits++) {
        micros *= 10;
      }
      return at == start ? -1 : micros;
    }

    private @Nullable Integer zoneSeconds() {
      if (skip('Z') || at == text.length()) {
        return 0;
      }
      int sign = skip('+') ? 1 : skip('-') ? -1 : 0;
      int hours = two();
      boolean colon = skip(':');
      int minutes = at < text.length() || colon ? two() : 0;
      return sign == 0 || hours < 0 || hours > 18 || minutes < 0 || minutes > 59
          ? null
          : (Integer) (sign * (hours * 3_600 + minutes * 60));
    }
  }
}
