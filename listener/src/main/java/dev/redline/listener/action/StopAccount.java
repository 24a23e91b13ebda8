package dev.redline.listener.action;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where the time of a stop went: what was waited for, by name, and the rest, which is the guard's
 * own. Thread-safe.
 */
final class StopAccount {
  /** What a stop may have to wait for. */
  enum Wait {
    LINE("the verdict line"),
    SECTION("the critical section"),
    CANCELLATION("the cancellation of jobs"),
    PROGRAM("the driver's own code"),
    TELLING("files and metrics");

    private final String words;

    Wait(String words) {
      this.words = words;
    }
  }

  /** A step that waits. */
  interface Step {
    void run() throws InterruptedException;
  }

  private final Ticker ticker;
  private final Map<Wait, Long> waitedNanos = new EnumMap<>(Wait.class);
  private long beginNanos;
  private @Nullable Wait open;
  private long openNanos;

  StopAccount(Ticker ticker) {
    this.ticker = ticker;
  }

  /** The stop was decided. */
  synchronized void begin() {
    beginNanos = ticker.nanos();
  }

  /** Charges the time that a step takes to what it waits for. */
  void charge(Wait wait, Step step) throws InterruptedException {
    open(wait);
    try {
      step.run();
    } finally {
      close();
    }
  }

  private synchronized void open(Wait wait) {
    open = wait;
    openNanos = ticker.nanos();
  }

  private synchronized void close() {
    if (open != null) {
      long nanos = ticker.nanos() - openNanos;
      waitedNanos.merge(open, nanos, Long::sum);
      open = null;
    }
  }

  /**
   * All of it up to now, in milliseconds, such as {@code 520 ms: 500 for the driver's own code}.
   */
  synchronized String text() {
    Map<Wait, Long> waited = new EnumMap<>(waitedNanos);
    long now = ticker.nanos();
    if (open != null) {
      waited.merge(open, now - openNanos, Long::sum);
    }
    long own = now - beginNanos - waited.values().stream().mapToLong(nanos -> nanos).sum();
    String named =
        waited.entrySet().stream()
            .filter(entry -> toMs(entry.getValue()) > 0)
            .map(entry -> toMs(entry.getValue()) + " for " + entry.getKey().words + ", ")
            .collect(Collectors.joining());
    return String.format(
        Locale.ROOT, "%d ms: %s%d of its own", toMs(now - beginNanos), named, toMs(own));
  }

  private static long toMs(long nanos) {
    return Duration.ofNanos(nanos).toMillis();
  }
}
