package dev.redline.sandbox.spark;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** A Spark that the build has laid out under {@code sandbox/}. */
public enum SparkDistribution {
  /** Spark 3.5.6 with Scala 2.12, what Glue 5.1 runs. */
  SPARK_3_5("3.5.6", "2.12"),
  /** Spark 4.1.1 with Scala 2.13, what Glue 6.0 runs. */
  SPARK_4_1("4.1.1", "2.13");

  private final String version;
  private final String line;
  private final String scalaVersion;

  SparkDistribution(String version, String scalaVersion) {
    this.version = version;
    this.line = version.substring(0, version.lastIndexOf('.'));
    this.scalaVersion = scalaVersion;
  }

  /** The release, such as 3.5.6. */
  public String version() {
    return version;
  }

  /** The release line, such as 3.5. */
  public String line() {
    return line;
  }

  /** The Scala version its jars are built for. */
  public String scalaVersion() {
    return scalaVersion;
  }

  /**
   * The folder of its jars.
   *
   * @param root the project's root
   * @throws IllegalStateException where the build has not laid it out
   */
  public Path jars(Path root) {
    Path jars = root.resolve("sandbox/spark-" + line + "/target/jars");
    if (!Files.isDirectory(jars)) {
      throw new IllegalStateException(
          "Spark %s is not laid out at %s: run mvn -q -pl sandbox/spark-%s package"
              .formatted(line, jars, line));
    }
    return jars;
  }

  /** The distribution of a release line. */
  public static SparkDistribution ofLine(String line) {
    for (SparkDistribution distribution : values()) {
      if (distribution.line.equals(line)) {
        return distribution;
      }
    }
    throw new IllegalArgumentException(
        String.format(Locale.ROOT, "no Spark %s here; there are 3.5 and 4.1", line));
  }
}
