package dev.redline.sandbox.spark;

import dev.redline.sandbox.python.PythonEnvironment;
import dev.redline.sandbox.python.PythonUnavailable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A whole Spark from PyPI: {@code bin/spark-submit}, all jars with those for YARN, and a Python
 * that runs PySpark drivers. Some 350 MB for 3.5 and 500 MB for 4.1, installed once for a user and
 * kept under {@code ~/.cache/redline}. Thread-safe.
 *
 * @param distribution which Spark
 * @param sparkHome its SPARK_HOME; shared, so never to be written to
 * @param python the interpreter that can import pyspark
 */
public record PySpark(SparkDistribution distribution, Path sparkHome, Path python) {

  /**
   * The one of a distribution; the first time on a machine it is installed, which takes a minute.
   *
   * @throws PythonUnavailable if this machine has no suitable Python, or PyPI cannot be reached
   */
  public static PySpark of(SparkDistribution distribution)
      throws PythonUnavailable, InterruptedException {
    String version = distribution.version();
    Path python =
        new PythonEnvironment("pyspark-" + version, List.of("pyspark==" + version)).interpreter();
    return new PySpark(distribution, installed(python), python);
  }

  /** The folder of all jars. */
  public Path jars() {
    return sparkHome.resolve("jars");
  }

  private static Path installed(Path python) {
    Path lib = python.resolveSibling("../lib").normalize();
    try (Stream<Path> versions = Files.list(lib)) {
      return versions
          .map(version -> version.resolve("site-packages/pyspark"))
          .filter(Files::isDirectory)
          .findFirst()
          .orElseThrow(
              () ->
                  new IllegalStateException(
                      "no pyspark under "
                          + lib
                          + ": delete "
                          + lib.getParent()
                          + " and try again"));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + lib, e);
    }
  }
}
