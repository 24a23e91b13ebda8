package dev.redline.listener;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.redline.listener.app.DoomedJob.Driver;
import dev.redline.sandbox.spark.ApplicationJar;
import dev.redline.sandbox.spark.PySpark;
import dev.redline.sandbox.spark.PySparkExtension;
import dev.redline.sandbox.spark.SparkDistribution;
import dev.redline.sandbox.spark.SparkRun;
import dev.redline.sandbox.spark.SparkSubmit;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Stops of real drivers with real executors, made as hard as a driver can make them: always exit
 * code 86, always in time, the event log closed unless the process had to be halted.
 */
class StopIT {
  private static final Path ROOT = Path.of(System.getProperty("redline.root"));
  private static final Path AGENT = ROOT.resolve("listener/target/redline-agent.jar");
  private static final Duration LIMIT = Duration.ofMinutes(3);

  /** Between a process's end and its being noticed, on a busy machine. */
  private static final Duration SLACK = Duration.ofSeconds(8);

  private static final Duration GRACE = Duration.ofSeconds(2);
  private static final Duration SECTION = Duration.ofSeconds(6);

  @TempDir static Path shared;
  private static Path application;

  @TempDir Path home;
  private Path verdictFile;
  private Path eventLogs;

  /** How a run ended. */
  private record End(SparkRun run, JsonNode verdict, Duration sinceVerdict) {}

  @BeforeAll
  static void pack() throws IOException {
    application =
        ApplicationJar.of(
            ROOT.resolve("listener/target/test-classes"),
            "dev.redline.listener.app",
            shared.resolve("app.jar"));
  }

  @BeforeEach
  void folders() throws IOException {
    verdictFile = home.resolve("verdict.json");
    eventLogs = Files.createDirectories(home.resolve("events"));
  }

  private SparkSubmit attached(SparkSubmit submission) {
    return submission
        .jar(AGENT)
        .conf("spark.extraListeners", "dev.redline.listener.RedlineListener")
        .conf("spark.redline.verdict.path", verdictFile.toString())
        .conf("spark.redline.stop.grace", GRACE.toSeconds() + "s")
        .conf("spark.redline.stop.critical-section", SECTION.toSeconds() + "s")
        .conf("spark.eventLog.enabled", "true")
        .conf("spark.eventLog.dir", eventLogs.toUri().toString());
  }

  private SparkSubmit submission(SparkDistribution spark, int executors, Driver driver) {
    return attached(new SparkSubmit(spark, ROOT, home.resolve("spark"), executors, 512))
        .application(
            application,
            "dev.redline.listener.app.DoomedJob",
            List.of(driver.name(), verdictFile.toString()));
  }

  private End end(SparkSubmit submission) throws Exception {
    SparkRun run = SparkRun.of(submission, LIMIT);
    long endedAtMs = System.currentTimeMillis();
    assertThat(run.exitCode()).as(run.stderr()).isEqualTo(86);
    assertThat(run.stderr().lines().filter(line -> line.startsWith("REDLINE STOP:"))).hasSize(1);
    assertThat(VerdictSchema.problems(Files.readString(verdictFile))).isEmpty();
    JsonNode verdict = new ObjectMapper().readTree(verdictFile.toFile());
    assertThat(verdict.path("stopped").asBoolean()).isTrue();
    Duration since = Duration.ofMillis(endedAtMs - verdict.path("atMs").asLong());
    System.out.printf("%d ms from the verdict to the end of the process%n", since.toMillis());
    return new End(run, verdict, since);
  }

  /** Spark 4 writes a folder, and marks a file in it. */
  private void assertEventLogIsClosed(boolean closed) throws IOException {
    try (Stream<Path> logs = Files.walk(eventLogs)) {
      List<Path> files = logs.filter(Files::isRegularFile).toList();
      assertThat(files).isNotEmpty();
      assertThat(files.stream().noneMatch(file -> file.toString().endsWith(".inprogress")))
          .as("closed: %s", files)
          .isEqualTo(closed);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "SPARK_3_5, FAILS",
    "SPARK_4_1, FAILS",
    "SPARK_3_5, LEAVES_THREADS",
    "SPARK_4_1, EXITS"
  })
  void nothingHasToBeWaitedFor(SparkDistribution spark, Driver driver) throws Exception {
    // A grace that would be noticed, were it waited for.
    End end = end(submission(spark, 2, driver).conf("spark.redline.stop.grace", "20s"));
    assertThat(end.sinceVerdict).isLessThan(Duration.ofSeconds(2).plus(SLACK));
    assertEventLogIsClosed(true);
  }

  @ParameterizedTest
  @CsvSource({"SPARK_3_5, SWALLOWS", "SPARK_4_1, STARTS_AGAIN"})
  void aDriverThatGoesOnIsEndedAfterItsGrace(SparkDistribution spark, Driver driver)
      throws Exception {
    End end = end(submission(spark, 2, driver));
    assertThat(end.sinceVerdict).isBetween(GRACE, GRACE.plus(SLACK));
    assertThat(end.run.stdout()).contains("because Redline stopped this run: task 0 of stage 0");
    assertEventLogIsClosed(true);
  }

  @ParameterizedTest
  @CsvSource({"SPARK_3_5, COMMITS, the commit, committed", "SPARK_4_1, WRITES, the write, written"})
  void waitsForACriticalSection(SparkDistribution spark, Driver driver, String section, String done)
      throws Exception {
    End end = end(submission(spark, 3, driver));
    assertThat(end.run.stderr()).contains("Redline waits for '" + section + "' to end");
    assertThat(end.run.stdout()).contains(done);
    assertThat(end.sinceVerdict).isLessThan(SECTION.plus(GRACE).plus(SLACK));
    assertEventLogIsClosed(true);
  }

  @Test
  void waitsForACriticalSectionNoLongerThanItsLimit() throws Exception {
    End end =
        end(
            submission(SparkDistribution.SPARK_3_5, 2, Driver.NEVER_COMMITS)
                .conf("spark.redline.stop.critical-section", "1s"));
    assertThat(end.run.stderr())
        .contains("Redline stops the run although 'the endless commit' did not end within 10");
    assertThat(end.sinceVerdict)
        .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(1).plus(GRACE).plus(SLACK));
    assertEventLogIsClosed(true);
  }

  @Test
  void haltsAtTheDeadlineWhereAShutdownHookHangs() throws Exception {
    Duration deadline = Duration.ofSeconds(5);
    End end =
        end(
            submission(SparkDistribution.SPARK_4_1, 2, Driver.HANGS_IN_ITS_HOOK)
                .conf("spark.redline.stop.deadline", deadline.toSeconds() + "s"));
    assertThat(end.sinceVerdict).isBetween(deadline, deadline.plus(SLACK));
    assertEventLogIsClosed(false);
  }

  @Test
  void aCloudWatchThatNeverAnswersCostsItsDeadline() throws Exception {
    Duration flush = Duration.ofSeconds(2);
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      End end =
          end(
              submission(SparkDistribution.SPARK_4_1, 2, Driver.FAILS)
                  .conf("spark.redline.cloudwatch.enabled", "true")
                  .conf("spark.redline.cloudwatch.region", "us-east-1")
                  .conf(
                      "spark.redline.cloudwatch.endpoint",
                      "http://127.0.0.1:" + silent.getLocalPort())
                  .conf("spark.redline.flush.deadline", flush.toSeconds() + "s")
                  .environment("AWS_ACCESS_KEY_ID", "test")
                  .environment("AWS_SECRET_ACCESS_KEY", "test"));
      assertThat(end.sinceVerdict).isBetween(flush, flush.plus(SLACK));
      assertThat(end.run.stderr()).contains("were not published within");
      assertEventLogIsClosed(true);
    }
  }

  @Test
  void inASessionOfManyJobsOnlyTheDoomedOneIsStopped() throws Exception {
    SparkSubmit submission =
        attached(new SparkSubmit(SparkDistribution.SPARK_3_5, ROOT, home.resolve("spark"), 2, 512))
            .conf("spark.redline.record.path", home.resolve("run.json").toUri().toString())
            .application(
                application, "dev.redline.listener.app.SessionJob", List.of(home.toString()));
    End end = end(submission);
    assertThat(end.run.stdout()).contains("round 3", "survived");
    JsonNode run = new ObjectMapper().readTree(home.resolve("run.json").toFile());
    // Four that counted, four that failed, two that lost an executor; the last one still ran.
    assertThat(run.at("/totals/jobs").asInt()).isEqualTo(10);
    assertThat(run.at("/totals/failedJobs").asInt()).isEqualTo(4);
    assertThat(run.at("/totals/countedLosses").asInt()).isEqualTo(4);
    assertThat(end.verdict.path("summary").asText())
        .startsWith("task 0 of stage 10 ran out of memory on 2 executors");
    assertEventLogIsClosed(true);
  }

  @Test
  @ExtendWith(PySparkExtension.class)
  void endsAPythonDriverAndItsPython() throws Exception {
    Path pid = home.resolve("python.pid");
    PySpark spark = PySpark.of(SparkDistribution.SPARK_3_5);
    Path script = ROOT.resolve("listener/src/test/resources/heap_hog.py");
    End end =
        end(
            attached(new SparkSubmit(spark, home.resolve("spark"), 2, 512))
                .script(script, List.of(pid.toString())));
    assertThat(end.verdict.path("cause").asText()).isEqualTo("HEAP_OOM");
    assertThat(end.sinceVerdict).isLessThan(GRACE.plus(SLACK));
    assertThat(ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())))
        .as("the Python process")
        .isEmpty();
    assertEventLogIsClosed(true);
  }
}
