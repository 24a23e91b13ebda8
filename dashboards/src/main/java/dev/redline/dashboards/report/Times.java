package dev.redline.dashboards.report;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Writes the times of a run: in UTC, or counted from its start.
 *
 * @param startMs the run's start, in milliseconds since the epoch
 */
record Times(long startMs) {
  private static final DateTimeFormatter UTC =
      DateTimeFormatter.ofPattern("d MMM yyyy, HH:mm:ss", Locale.ENGLISH).withZone(ZoneOffset.UTC);

  /** Such as {@code 22 Nov 2026, 11:04:05 UTC}. */
  static String utc(long atMs) {
    return UTC.format(Instant.ofEpochMilli(atMs)) + " UTC";
  }

  /** Such as {@code 32 s}, {@code 4 min 12 s} or {@code 2 h 5 min}. */
  static String text(Duration duration) {
    long seconds = Math.round(Math.max(0, duration.toMillis()) / 1000.0);
    if (seconds < 60) {
      return seconds + " s";
    }
    if (seconds < 3_600) {
      return seconds / 60 + " min" + rest(seconds % 60, "s");
    }
    return seconds / 3_600 + " h" + rest(seconds / 60 % 60, "min");
  }

  private static String rest(long amount, String unit) {
    return amount == 0 ? "" : " " + amount + " " + unit;
  }

  /** How far into the run, such as {@code 2:05} or {@code 1:02:05}; minutes and seconds. */
  String into(long atMs) {
    long seconds = Math.max(0, atMs - startMs) / 1_000;
    return seconds < 3_600
        ? "%d:%02d".formatted(seconds / 60, seconds % 60)
        : "%d:%02d:%02d".formatted(seconds / 3_600, seconds / 60 % 60, seconds % 60);
  }

  /** How far into the run, in seconds. */
  double secondsInto(long atMs) {
    return Math.max(0, atMs - startMs) / 1000.0;
  }
}
