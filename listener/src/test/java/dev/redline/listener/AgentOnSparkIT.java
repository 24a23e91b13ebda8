package dev.redline.listener;

import static org.assertj.core.api.Assertions.assertThat;

import dev.redline.sandbox.spark.ApplicationJar;
import dev.redline.sandbox.spark.SparkDistribution;
import dev.redline.sandbox.spark.SparkRun;
import dev.redline.sandbox.spark.SparkSubmit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The built agent jar attached in other ways than the usual one, which {@code cluster} proves, to
 * real executors of both Sparks.
 */
class AgentOnSparkIT {
  private static final Path ROOT = Path.of(System.getProperty("redline.root"));
  private static final Path AGENT = ROOT.resolve("listener/target/redline-agent.jar");
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final String SUM_OF_ALL = "1999999000000";

  @TempDir static Path shared;
  private static Path application;

  @TempDir Path home;

  @BeforeAll
  static void pack() throws IOException {
    application =
        ApplicationJar.of(
            ROOT.resolve("listener/target/test-classes"),
            "dev.redline.listener.app",
            shared.resolve("app.jar"));
  }

  private SparkSubmit submission(SparkDistribution spark, String mainClass, String... args) {
    return new SparkSubmit(spark, ROOT, home.resolve("spark"), 2, 512)
        .jar(AGENT)
        .conf("spark.extraListeners", "dev.redline.listener.RedlineListener")
        .conf("spark.redline.verdict.path", home.resolve("verdict.json").toString())
        .conf("spark.redline.record.path", home.resolve("run.json").toString())
        .conf("spark.eventLog.enabled", "true")
        .conf("spark.eventLog.dir", eventLogs().toUri().toString())
        .application(application, "dev.redline.listener.app." + mainClass, List.of(args));
  }

  private Path eventLogs() {
    try {
      return Files.createDirectories(home.resolve("events"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> eventLogNames() throws IOException {
    try (Stream<Path> logs = Files.walk(eventLogs())) {
      return logs.filter(Files::isRegularFile).map(Path::toString).toList();
    }
  }

  @ParameterizedTest
  @EnumSource(SparkDistribution.class)
  void guardsAsAPluginToo(SparkDistribution spark) throws Exception {
    SparkSubmit submission =
        submission(spark, "HeapHogJob")
            .conf("spark.extraListeners", "")
            .conf("spark.plugins", "dev.redline.listener.RedlinePlugin");
    SparkRun run = SparkRun.of(submission, LIMIT);
    assertThat(run.exitCode()).as(run.stderr()).isEqualTo(86);
    assertThat(home.resolve("verdict.json")).content().contains("\"stopped\":true", "HEAP_OOM");
    assertThat(eventLogNames()).isNotEmpty().noneMatch(name -> name.endsWith(".inprogress"));
  }

  @ParameterizedTest
  @EnumSource(value = SparkDistribution.class, names = "SPARK_4_1")
  void onlyObservesWithASettingItDoesNotUnderstand(SparkDistribution spark) throws Exception {
    Path result = home.resolve("result");
    SparkSubmit submission =
        submission(spark, "SumJob", result.toString())
            .conf("spark.redline.shufle.limit", "5g")
            .conf("spark.redline.stop.deadline", "soon");
    SparkRun run = SparkRun.of(submission, LIMIT);
    assertThat(run.exitCode()).as(run.stderr()).isZero();
    assertThat(result).hasContent(SUM_OF_ALL);
    assertThat(run.stdout()).contains("threads of the guard after the end: []");
    assertThat(run.stderr().lines().filter(line -> line.startsWith("REDLINE observes")))
        .singleElement()
        .asString()
        .contains("spark.redline.shufle.limit", "spark.redline.shuffle.limit?", "'soon'");
    assertThat(home.resolve("verdict.json")).content().contains("\"mode\":\"observe\"");
  }
}
