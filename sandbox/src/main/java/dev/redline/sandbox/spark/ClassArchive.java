package dev.redline.sandbox.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;

/**
 * The classes of a Spark as the JVM keeps them once it has read and verified them (class data
 * sharing). With it, a driver and two executors that run for seconds take a third less processor
 * time. Optional: a run that finds none, or one of another JVM, starts without.
 *
 * @param distribution which Spark
 * @param root the project's root
 */
public record ClassArchive(SparkDistribution distribution, Path root) {
  private static final Duration LIMIT = Duration.ofMinutes(5);

  /** Where it is: beside the jars, and as short-lived. */
  Path file() {
    return distribution.jars(root).resolveSibling("classes.jsa");
  }

  boolean exists() {
    return Files.exists(file());
  }

  /** The option of a JVM that is to use it. */
  String option() {
    return "-XX:SharedArchiveFile=" + file();
  }

  /**
   * Makes it anew from the classes that a run loads.
   *
   * @param run of this distribution, not yet started
   * @throws IllegalStateException when the run or the JVM fails
   */
  public void make(SparkSubmit run) throws IOException, InterruptedException {
    Files.deleteIfExists(file());
    Path partial = run.home().resolve("classes.jsa");
    run.driverOption("-XX:ArchiveClassesAtExit=" + partial);
    SparkRun made = SparkRun.of(run, LIMIT);
    if (made.exitCode() != 0 || !Files.exists(partial)) {
      throw new IllegalStateException(
          "no class archive came of a run of Spark " + distribution.version() + ": " + made);
    }
    Files.move(partial, file(), StandardCopyOption.REPLACE_EXISTING);
  }
}
