package dev.redline.sandbox.spark;

import dev.redline.sandbox.process.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;

/**
 * The classes of a Spark as the JVM keeps them once it has read and verified them (class data
 * sharing). With it, a driver and two executors that run for seconds take half as long. Optional: a
 * run that finds none, or one of another JVM, starts without.
 *
 * @param distribution which Spark
 * @param root the project's root
 */
public record ClassArchive(SparkDistribution distribution, Path root) {
  private static final Duration LIMIT = Duration.ofMinutes(5);

  /**
   * The SPARK_HOME it is made in, beside the jars and as short-lived. The JVM takes the archive
   * only where the class path leads to the same files as then, so this home must stay.
   */
  private Path home() {
    return distribution.jars(root).resolveSibling("class-archive");
  }

  private Path file() {
    return home().resolve("classes.jsa");
  }

  boolean exists() {
    return Files.exists(file());
  }

  /** The option of a JVM that is to use it. */
  String option() {
    return "-XX:SharedArchiveFile=" + file();
  }

  /**
   * Makes it anew from the classes that an application loads.
   *
   * @param application its jar
   * @param className its main class
   * @throws IllegalStateException when the application or the JVM fails
   */
  public void make(Path application, String className) throws IOException, InterruptedException {
    Folders.delete(home());
    Path partial = home().resolve("partial.jsa");
    SparkRun made =
        SparkRun.of(
            new SparkSubmit(distribution, root, home(), 1, 512)
                .driverOption("-XX:ArchiveClassesAtExit=" + partial)
                .application(application, className, List.of()),
            LIMIT);
    if (made.exitCode() != 0 || !Files.exists(partial)) {
      throw new IllegalStateException(
          "no class archive came of a run of Spark " + distribution.version() + ": " + made);
    }
    Files.move(partial, file(), StandardCopyOption.REPLACE_EXISTING);
  }
}
