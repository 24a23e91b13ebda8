package dev.redline.demo;

import dev.redline.sandbox.spark.Executors;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Kills every executor of a driver some time after it appeared and once it has taken up work, until
 * the driver ends. One that is killed before it has work would count as one that never started, on
 * a machine that is busy.
 */
final class Reaper implements Runnable {
  private static final Duration LIFE = Duration.ofSeconds(7);

  /** What an executor logs when it begins a task. */
  private static final String AT_WORK = "Running task";

  private static final long POLL_MS = 200;

  private final ProcessHandle driver;
  private final Path workFolders;
  private final PrintStream out;
  private final Map<Long, Long> firstSeenNanos = new HashMap<>();

  /**
   * Reaps the executors of one driver.
   *
   * @param workFolders where the workers keep a folder for each application
   */
  Reaper(ProcessHandle driver, Path workFolders, PrintStream out) {
    this.driver = driver;
    this.workFolders = workFolders;
    this.out = out;
  }

  @Override
  public void run() {
    try {
      while (driver.isAlive()) {
        long now = System.nanoTime();
        for (Executors.Executor executor : Executors.of(driver)) {
          long seen = firstSeenNanos.computeIfAbsent(executor.process().pid(), pid -> now);
          if (now - seen > LIFE.toNanos() && hasWorked(executor.id()) && executor.kill()) {
            out.println("  kill -9: executor " + executor.id());
          }
        }
        Thread.sleep(POLL_MS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean hasWorked(String executor) {
    try (Stream<Path> applications = Files.list(workFolders)) {
      for (Path application : applications.toList()) {
        Path log = application.resolve(executor).resolve("stderr");
        if (Files.exists(log) && Files.readString(log).contains(AT_WORK)) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      // A log that is being written may be unreadable for a moment.
      return false;
    }
  }
}
