package dev.redline.listener.meter;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what other threads do, on however slow a machine. */
final class Await {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final long POLL_NANOS = 2_000_000;

  private Await() {}

  /** Until every publisher is gone, also one that was left behind with a request that hangs. */
  static void untilNobodyPublishes() {
    until(
        () ->
            Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("redline-metrics")));
  }

  static void until(BooleanSupplier condition) {
    long limit = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean() && System.nanoTime() < limit) {
      LockSupport.parkNanos(POLL_NANOS);
    }
    assertThat(condition.getAsBoolean()).as("what was waited for, %s", PATIENCE).isTrue();
  }
}
