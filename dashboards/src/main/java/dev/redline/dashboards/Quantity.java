package dev.redline.dashboards;

import dev.redline.catalog.Unit;
import java.util.Locale;

/** Writes values for people: {@code 38.2 MiB}, {@code 0.4 %}, {@code 336,776}. */
public final class Quantity {
  private static final String[] BYTE_UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};

  private Quantity() {}

  /** A value in a metric's unit; shares in percent. */
  public static String text(Unit unit, double value) {
    return switch (unit) {
      case BYTES -> scaled(value);
      case PERCENT -> digits(value) + " %";
      case COUNT -> String.format(Locale.ROOT, "%,.0f", value);
      case MILLISECONDS -> String.format(Locale.ROOT, "%,.0f ms", value);
    };
  }

  /** A size, in powers of 1024. */
  public static String bytes(long bytes) {
    return scaled((double) bytes);
  }

  private static String scaled(double bytes) {
    double value = bytes;
    int unit = 0;
    while (value >= 1023.5 && unit < BYTE_UNITS.length - 1) {
      value /= 1024;
      unit++;
    }
    return digits(value) + " " + BYTE_UNITS[unit];
  }

  /** One decimal below 100 unless it is zero; small values are not rounded down to nothing. */
  private static String digits(double value) {
    if (value > 0 && value < 0.05) {
      return "< 0.1";
    }
    String text = String.format(Locale.ROOT, value < 99.95 ? "%.1f" : "%.0f", value);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }
}
