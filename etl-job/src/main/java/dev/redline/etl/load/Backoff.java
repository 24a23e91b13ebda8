package dev.redline.etl.load;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before trying again: twice as long each time, up to a bound, and by chance up to
 * half of it less, so that rivals do not meet again.
 *
 * @param tries in all, the first included; at least 1
 */
record Backoff(int tries, Duration first, Duration longest) {
  static final Backoff DEFAULT = new Backoff(6, Duration.ofSeconds(1), Duration.ofSeconds(30));

  Backoff {
    if (tries < 1 || first.isNegative() || longest.compareTo(first) < 0) {
      throw new IllegalArgumentException(
          "tries must be positive and first at most longest, were "
              + tries
              + ", "
              + first
              + ", "
              + longest);
    }
  }

  /** The wait after so many failed tries, from 1. */
  Duration after(int failures, RandomGenerator random) {
    long doubled = first.toMillis() << Math.min(failures - 1, 20);
    long millis = Math.min(doubled, longest.toMillis());
    return Duration.ofMillis(millis - (long) (millis * random.nextDouble() / 2));
  }

  /** Waits; in tests, does not. */
  @FunctionalInterface
  interface Pause {
    Pause SLEEP = wait -> Thread.sleep(wait.toMillis());

    void of(Duration wait) throws InterruptedException;
  }
}
