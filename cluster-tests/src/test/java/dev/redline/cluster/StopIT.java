package dev.redline.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.redline.listener.VerdictSchema;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Stops of real drivers with real executors, made as hard as a driver can make them: always exit
 * code 86, always in time, the event log closed unless the process had to be halted.
 */
class StopIT {
  private static final Path ROOT = Path.of(System.getProperty("redline.root"));
  private static final Path AGENT = ROOT.resolve("listener/target/redline-agent.jar");
  private static final Duration LIMIT = Duration.ofMinutes(3);

  /** So much longer than a stop takes that no machine is too busy for it. */
  private static final Duration HANGS = Duration.ofSeconds(40);

  /** What a stop may take where nothing has to be waited for but the end of the driver's code. */
  private static final Duration AT_ONCE = Duration.ofSeconds(2);

  private static final Duration GRACE = Duration.ofSeconds(2);
  private static final Pattern ACCOUNT =
      Pattern.compile("Redline ends the process after (\\d+) ms: (.*?)(\\d+) of its own");

  private static final Pattern PROGRAM = Pattern.compile("(\\d+) for the driver's own code");

  @TempDir static Path shared;
  private static Path application;

  @TempDir Path home;
  private Path verdictFile;
  private Path eventLogs;

  /**
   * How a run ended.
   *
   * @param account what the ladder says about its time
   */
  private record End(SparkRun run, JsonNode verdict, Duration sinceVerdict, Account account) {}

  private record Account(Duration all, String waits, Duration own) {
    static Account of(String stderr) {
      Matcher line = ACCOUNT.matcher(stderr);
      assertThat(line.find()).as(stderr).isTrue();
      return new Account(ms(line.group(1)), line.group(2), ms(line.group(3)));
    }

    /** All of it but the time that the driver's own code took, which nobody can shorten. */
    Duration butTheProgram() {
      Matcher program = PROGRAM.matcher(waits);
      return program.find() ? all.minus(ms(program.group(1))) : all;
    }

    private static Duration ms(String digits) {
      return Duration.ofMillis(Long.parseLong(digits));
    }
  }

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
        // Longer than any section that ends, and than the telling takes on a busy machine.
        .conf("spark.redline.stop.critical-section", "60s")
        .conf("spark.redline.flush.deadline", "30s")
        .conf("spark.redline.stop.deadline", "120s")
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

  private End end(String driver, SparkSubmit submission) throws Exception {
    SparkRun run = SparkRun.of(submission, LIMIT);
    long endedAtMs = System.currentTimeMillis();
    assertThat(run.exitCode()).as(run.stderr()).isEqualTo(86);
    assertThat(run.stderr().lines().filter(line -> line.startsWith("REDLINE STOP:"))).hasSize(1);
    assertThat(VerdictSchema.problems(Files.readString(verdictFile))).isEmpty();
    JsonNode verdict = new ObjectMapper().readTree(verdictFile.toFile());
    assertThat(verdict.path("stopped").asBoolean()).isTrue();
    Duration since = Duration.ofMillis(endedAtMs - verdict.path("atMs").asLong());
    Account account = Account.of(run.stderr());
    System.out.printf(
        "%s on Spark %s: %d ms from the verdict to the end of the process; the ladder %d ms: %s%d"
            + " of its own%n",
        driver,
        submission.distribution().version(),
        since.toMillis(),
        account.all.toMillis(),
        account.waits,
        account.own.toMillis());
    assertThat(account.own).isLessThan(AT_ONCE);
    return new End(run, verdict, since, account);
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
    End end =
        end(driver.name(), submission(spark, 2, driver).conf("spark.redline.stop.grace", "80s"));
    assertThat(end.account.waits).doesNotContain("critical section");
    assertThat(end.account.butTheProgram()).isLessThan(AT_ONCE);
    assertThat(end.sinceVerdict).isLessThan(HANGS);
    assertEventLogIsClosed(true);
  }

  @ParameterizedTest
  @CsvSource({"SPARK_3_5, SWALLOWS", "SPARK_4_1, STARTS_AGAIN"})
  void aDriverThatGoesOnIsEndedAfterItsGrace(SparkDistribution spark, Driver driver)
      throws Exception {
    End end = end(driver.name(), submission(spark, 2, driver));
    assertThat(end.sinceVerdict).isBetween(GRACE, HANGS);
    assertThat(end.account.waits).contains("for the driver's own code");
    assertThat(end.run.stdout()).contains("because Redline stopped this run: task 0 of stage 0");
    assertEventLogIsClosed(true);
  }

  @ParameterizedTest
  @CsvSource({"SPARK_3_5, COMMITS, the commit, committed", "SPARK_4_1, WRITES, the write, written"})
  void waitsForACriticalSection(SparkDistribution spark, Driver driver, String section, String done)
      throws Exception {
    End end = end(driver.name(), submission(spark, 3, driver));
    assertThat(end.run.stderr()).contains("Redline waits for '" + section + "' to end");
    assertThat(end.run.stdout()).contains(done);
    assertThat(end.account.waits).contains("for the critical section");
    assertThat(end.sinceVerdict).isLessThan(HANGS);
    assertEventLogIsClosed(true);
  }

  @Test
  void waitsForACriticalSectionNoLongerThanItsLimit() throws Exception {
    End end =
        end(
            "NEVER_COMMITS",
            submission(SparkDistribution.SPARK_3_5, 2, Driver.NEVER_COMMITS)
                .conf("spark.redline.stop.critical-section", "1s"));
    assertThat(end.run.stderr())
        .contains("Redline stops the run although 'the endless commit' did not end within ");
    assertThat(end.sinceVerdict).isBetween(Duration.ofSeconds(1), HANGS);
    assertEventLogIsClosed(true);
  }

  @Test
  void haltsAtTheDeadlineWhereAShutdownHookHangs() throws Exception {
    Duration deadline = Duration.ofSeconds(5);
    End end =
        end(
            "HANGS_IN_ITS_HOOK",
            submission(SparkDistribution.SPARK_4_1, 2, Driver.HANGS_IN_ITS_HOOK)
                .conf("spark.redline.stop.deadline", deadline.toSeconds() + "s"));
    assertThat(end.sinceVerdict).isBetween(deadline, HANGS);
    assertEventLogIsClosed(false);
  }

  @Test
  void aCloudWatchThatNeverAnswersCostsItsDeadline() throws Exception {
    Duration flush = Duration.ofSeconds(2);
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      End end =
          end(
              "FAILS, and CloudWatch hangs",
              submission(SparkDistribution.SPARK_4_1, 2, Driver.FAILS)
                  .conf("spark.redline.cloudwatch.enabled", "true")
                  .conf("spark.redline.cloudwatch.region", "us-east-1")
                  .conf(
                      "spark.redline.cloudwatch.endpoint",
                      "http://127.0.0.1:" + silent.getLocalPort())
                  .conf("spark.redline.flush.deadline", flush.toSeconds() + "s")
                  .environment("AWS_ACCESS_KEY_ID", "test")
                  .environment("AWS_SECRET_ACCESS_KEY", "test"));
      assertThat(end.sinceVerdict).isBetween(flush, HANGS);
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
    End end = end("a session", submission);
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

  @ParameterizedTest
  @EnumSource(SparkDistribution.class)
  @ExtendWith(PySparkExtension.class)
  void endsAPythonDriverAndItsPython(SparkDistribution distribution) throws Exception {
    Path pid = home.resolve("python.pid");
    PySpark spark = PySpark.of(distribution);
    Path script = ROOT.resolve("cluster-tests/src/test/resources/heap_hog.py");
    End end =
        end(
            "PySpark",
            attached(new SparkSubmit(spark, home.resolve("spark"), 2, 512))
                .script(script, List.of(pid.toString())));
    assertThat(end.verdict.path("cause").asText()).isEqualTo("HEAP_OOM");
    assertThat(end.sinceVerdict).isLessThan(HANGS);
    long python = Long.parseLong(Files.readString(pid).strip());
    await()
        .alias("the end of the Python process")
        .atMost(Duration.ofMinutes(3))
        .until(() -> ProcessHandle.of(python).isEmpty());
    assertEventLogIsClosed(true);
  }
}
