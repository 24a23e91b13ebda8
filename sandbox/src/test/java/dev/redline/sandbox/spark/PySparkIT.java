package dev.redline.sandbox.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(PySparkExtension.class)
class PySparkIT {
  private static final Path ROOT = Path.of(System.getProperty("redline.root"));

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(SparkDistribution.class)
  void runsAPythonDriverWithPythonWorkers(SparkDistribution spark) throws Exception {
    Path script =
        Files.writeString(
            folder.resolve("driver.py"),
            """
            import sys
            from pyspark.sql import SparkSession
            spark = SparkSession.builder.getOrCreate()
            numbers = spark.sparkContext.parallelize(range(100), 2)
            print(spark.version, sys.argv[1], numbers.map(lambda n: n + 1).sum())
            spark.stop()
            """);
    SparkSubmit submission =
        new SparkSubmit(PySpark.of(spark), folder.resolve("home"), 1, 512)
            .script(script, List.of("sum"));
    SparkRun run = SparkRun.of(submission, Duration.ofMinutes(5));
    assertThat(run.exitCode()).as(run.stderr()).isZero();
    assertThat(run.stdout()).contains(spark.version() + " sum 5050");
  }

  @ParameterizedTest
  @EnumSource(SparkDistribution.class)
  void isTheReleaseThatTheBuildLaysOut(SparkDistribution spark) throws Exception {
    String core = "spark-core_" + spark.scalaVersion() + "-" + spark.version() + ".jar";
    assertThat(spark.jars(ROOT).resolve(core)).exists();
    PySpark pySpark = PySpark.of(spark);
    assertThat(pySpark.jars().resolve(core)).exists();
    assertThat(pySpark.jars().resolve(core.replace("core", "yarn"))).exists();
    assertThat(pySpark.sparkHome().resolve("bin/spark-submit")).isExecutable();
  }
}
