package dev.redline.sandbox.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A driver that was run to its end.
 *
 * @param exitCode its exit code
 * @param stdout what it printed
 * @param stderr what it logged
 * @param took wall time
 */
public record SparkRun(int exitCode, String stdout, String stderr, Duration took) {

  /**
   * Runs a submission to its end; kills it, and fails, after the limit.
   *
   * @throws IllegalStateException if it did not end in time, with what it logged
   */
  public static SparkRun of(SparkSubmit submission, Duration limit)
      throws IOException, InterruptedException {
    Path out = submission.home().resolve("driver.out");
    Path err = submission.home().resolve("driver.err");
    long start = System.nanoTime();
    Process driver =
        submission.process().redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    boolean ended = false;
    try {
      ended = driver.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    } finally {
      driver.descendants().forEach(ProcessHandle::destroyForcibly);
      driver.destroyForcibly();
    }
    String stderr = Files.readString(err);
    if (!ended) {
      throw new IllegalStateException("the driver did not end within " + limit + ":\n" + stderr);
    }
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    return new SparkRun(driver.exitValue(), Files.readString(out), stderr, took);
  }
}
