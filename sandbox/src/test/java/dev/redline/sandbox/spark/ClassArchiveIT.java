package dev.redline.sandbox.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Makes the archives that all later tests of the build use. */
class ClassArchiveIT {
  private static final Path ROOT = Path.of(System.getProperty("redline.root"));
  private static final String MAIN_CLASS = "dev.redline.sandbox.spark.app.ShortQuery";
  private static final String SPARK_CLASS = " org.apache.spark.";
  private static final String FROM_ARCHIVE = "source: shared objects file (top)";

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(SparkDistribution.class)
  void isMadeFromARun(SparkDistribution spark) throws Exception {
    ClassArchive archive = new ClassArchive(spark, ROOT);
    archive.make(application(), MAIN_CLASS);
    assertThat(archive.exists()).isTrue();
    if (spark == SparkDistribution.SPARK_3_5) {
      driverAndExecutorFindTheirClassesInIt(spark);
    }
  }

  private void driverAndExecutorFindTheirClassesInIt(SparkDistribution spark) throws Exception {
    Path byExecutor = folder.resolve("executor");
    Path byDriver = folder.resolve("driver");
    SparkRun run =
        SparkRun.of(
            new SparkSubmit(spark, ROOT, folder.resolve("home"), 1, 512)
                .driverOption("-Xlog:class+load:file=" + byDriver)
                .conf("spark.executor.extraJavaOptions", "-Xlog:class+load:file=" + byExecutor)
                .application(application(), MAIN_CLASS, List.of()),
            Duration.ofMinutes(5));
    assertThat(run.exitCode()).as(run.stderr()).isZero();
    assertThat(run.stdout()).contains("groups: 7");
    assertThat(shareFromArchive(byDriver)).isGreaterThan(0.9);
    assertThat(shareFromArchive(byExecutor)).isGreaterThan(0.5);
  }

  private Path application() throws IOException {
    return ApplicationJar.of(
        ROOT.resolve("sandbox/target/test-classes"),
        "dev.redline.sandbox.spark.app",
        folder.resolve("application.jar"));
  }

  private static double shareFromArchive(Path log) throws IOException {
    List<String> loaded =
        Files.readAllLines(log).stream()
            .filter(line -> line.contains(SPARK_CLASS) && !line.contains("$$Lambda"))
            .toList();
    return (double) loaded.stream().filter(line -> line.contains(FROM_ARCHIVE)).count()
        / loaded.size();
  }
}
