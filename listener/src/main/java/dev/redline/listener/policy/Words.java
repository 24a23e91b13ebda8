package dev.redline.listener.policy;

import dev.redline.listener.signal.Loss;
import java.time.Duration;
import java.util.Comparator;
import java.util.Locale;

/** How quantities are written in verdicts. */
public final class Words {
  /** Orders ids such as executor ids by their number, others by their letters. */
  static final Comparator<String> BY_NUMBER =
      Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder());

  private static final int MAX_REASON = 300;

  /** More than is shown, since white space is folded. */
  private static final int MAX_KEPT = 2 * MAX_REASON;

  private Words() {}

  /** Bytes in the largest binary unit that keeps the number at 1 or more, such as 9.8 GiB. */
  public static String bytes(long bytes) {
    String[] units = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};
    double value = bytes;
    int unit = 0;
    while (value >= 1024 && unit < units.length - 1) {
      value /= 1024;
      unit++;
    }
    return unit == 0
        ? bytes + " B"
        : String.format(
            Locale.ROOT, value == Math.rint(value) ? "%.0f %s" : "%.1f %s", value, units[unit]);
  }

  /** A share as a whole percentage, or one decimal below 10 %. */
  public static String percent(double ratio) {
    double percent = 100 * ratio;
    boolean whole = percent >= 10 || percent == Math.rint(percent);
    return String.format(Locale.ROOT, whole ? "%.0f %%" : "%.1f %%", percent);
  }

  /** A time span in its one or two largest units, such as 1 m 12 s. */
  public static String duration(Duration duration) {
    long seconds = Math.round(duration.toMillis() / 1000.0);
    if (seconds < 60) {
      return seconds + " s";
    }
    if (seconds < 3600) {
      return seconds / 60 + " m " + seconds % 60 + " s";
    }
    return seconds / 3600 + " h " + seconds % 3600 / 60 + " m";
  }

  /** 1st, 2nd, 3rd and so on, in words as far as they are usual. */
  static String ordinal(int number) {
    return switch (number) {
      case 2 -> "second";
      case 3 -> "third";
      case 4 -> "fourth";
      default -> number + ".";
    };
  }

  /** A loss with as much of its reason as {@link #evidence} shows, for keeping. */
  static Loss brief(Loss loss) {
    String reason = loss.reason();
    return reason.length() <= MAX_KEPT
        ? loss
        : new Loss(
            loss.executorId(),
            loss.atMs(),
            loss.cause(),
            loss.counted(),
            loss.ruleId(),
            reason.substring(0, MAX_KEPT));
  }

  static String evidence(Loss loss) {
    return "executor %s: %s (%s): %s"
        .formatted(loss.executorId(), loss.cause(), loss.ruleId(), line(loss.reason()));
  }

  /** A text of others on one line, cut where it gets long. */
  static String line(String text) {
    String line = text.strip().replaceAll("[\\s\\p{Cc}]+", " ");
    return line.length() <= MAX_REASON ? line : line.substring(0, MAX_REASON) + "...";
  }
}
