package dev.redline.demo;

import dev.redline.sandbox.spark.Executors;
import java.io.PrintStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Kills every executor of a driver some time after it appeared, until the driver ends. */
final class Reaper implements Runnable {
  /** Long enough for an executor to start and take up work. */
  private static final Duration LIFE = Duration.ofSeconds(7);

  private static final long POLL_MS = 200;

  private final ProcessHandle driver;
  private final PrintStream out;
  private final Map<Long, Long> firstSeenNanos = new HashMap<>();

  Reaper(ProcessHandle driver, PrintStream out) {
    this.driver = driver;
    this.out = out;
  }

  @Override
  public void run() {
    try {
      while (driver.isAlive()) {
        long now = System.nanoTime();
        for (Executors.Executor executor : Executors.of(driver)) {
          long seen = firstSeenNanos.computeIfAbsent(executor.process().pid(), pid -> now);
          if (now - seen > LIFE.toNanos() && executor.kill()) {
            out.println("  kill -9: executor " + executor.id());
          }
        }
        Thread.sleep(POLL_MS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
