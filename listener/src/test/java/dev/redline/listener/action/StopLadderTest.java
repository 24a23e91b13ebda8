package dev.redline.listener.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.redline.catalog.Settings;
import dev.redline.listener.meter.LogLines;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(180)
class StopLadderTest {
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final Duration SHORT = Duration.ofMillis(50);
  private static final String[] FINISHED = {"announce", "verdict", "record", "flush", "release"};
  private static final String[] CANCELLED_THEN_EXIT = {"cancel", "companions", "exit 86"};

  private final Stage stage = new Stage();
  private final Set<Thread> threadsBefore = Thread.getAllStackTraces().keySet();

  @AfterEach
  void release() {
    stage.letAllGo();
  }

  private static StopLimits limits(Duration flush, Duration deadline) {
    return new StopLimits(
        86,
        LONG,
        flush,
        Duration.ofSeconds(15),
        LONG,
        Duration.ofSeconds(1),
        Duration.ofSeconds(5),
        deadline);
  }

  private StopLadder ladder(StopLimits limits) {
    return new StopLadder(limits, stage, stage, stage, stage);
  }

  private StopLadder ladder() {
    return ladder(limits(LONG, LONG));
  }

  /** Waits for the end of every thread that a ladder of this test started. */
  private List<String> joinThreads() throws InterruptedException {
    Set<Thread> ours = new HashSet<>(Thread.getAllStackTraces().keySet());
    ours.removeAll(threadsBefore);
    ours.removeIf(thread -> !thread.getName().startsWith("redline-"));
    for (Thread thread : ours) {
      thread.join(60_000);
    }
    return ours.stream().filter(Thread::isAlive).map(Thread::getName).toList();
  }

  @Test
  void tellsThenCancelsThenExits() throws Exception {
    ladder().stop("it was doomed");
    stage.awaitEnd();
    assertThat(joinThreads()).isEmpty();
    assertThat(stage.told())
        .containsExactlyInAnyOrder(
            "announce", "verdict", "record", "flush", "cancel", "companions", "exit 86")
        .containsSubsequence("announce", "cancel", "companions", "exit 86");
    assertThat(stage.cancelledFor).isEqualTo("it was doomed");
  }

  @Test
  void takesNoTimeOfItsOwnWhereNothingHasToBeWaitedFor() throws Exception {
    assertThat(account(() -> {}))
        .containsExactly("Redline ends the process after 0 ms: 0 of its own");
    assertThat(stage.elapsed()).isZero();
  }

  @Test
  void namesWhatItWaitedFor() throws Exception {
    assertThat(
            account(
                () -> {
                  stage.criticalFor(Duration.ofSeconds(3));
                  stage.mainRunsFor(Duration.ofMillis(3_400));
                }))
        .containsExactly(
            "Redline ends the process after 3400 ms: 3000 for the critical section, 400 for the"
                + " driver's own code, 0 of its own");
  }

  @Test
  void givesItsAccountAlsoWhereTheProgramEndsFirst() throws Exception {
    assertThat(
            account(
                () -> {
                  stage.criticalFor(LONG);
                  stage.hangAt("pause");
                }))
        .containsExactly("Redline ends the process after 0 ms: 0 of its own");
  }

  @Test
  void theProcessesEndWaitsForAnAccountThatIsBeingWritten() throws Exception {
    try (LogLines log = LogLines.of("dev.redline.listener.action")) {
      log.whileWriting(line -> stage.call("account"));
      stage.hangAt("account");
      StopLadder ladder = ladder();
      ladder.stop("it was doomed");
      stage.awaitCalls("announce", "verdict", "record", "flush", "account");
      Thread hook = new Thread(ladder::atProcessEnd, "hook");
      hook.start();
      await()
          .atMost(Duration.ofMinutes(3))
          .until(() -> hook.getState() == Thread.State.BLOCKED || !hook.isAlive());
      assertThat(stage.told()).doesNotContain("halt 86");
      stage.letGo("account");
      hook.join(60_000);
      assertThat(log.lines()).hasSize(1);
      assertThat(stage.told()).contains("halt 86");
    }
  }

  /** What a stop says at its end. */
  private List<String> account(Runnable setting) throws InterruptedException {
    try (LogLines log = LogLines.of("dev.redline.listener.action")) {
      setting.run();
      StopLadder ladder = ladder();
      ladder.stop("it was doomed");
      if (stage.hangsAt("pause")) {
        stage.awaitCalls("announce", "verdict", "record", "flush", "pause");
        ladder.atProcessEnd();
      }
      stage.awaitEnd();
      return log.lines().stream().filter(line -> line.contains(" of its own")).toList();
    }
  }

  @Test
  void givesTheFlushItsTime() throws Exception {
    ladder(limits(Duration.ofSeconds(7), LONG)).stop("it was doomed");
    stage.awaitEnd();
    assertThat(stage.flushDeadline).isEqualTo(Duration.ofSeconds(7));
  }

  @Test
  void exitsWithTheCodeItWasTold() throws Exception {
    ladder(new StopLimits(99, LONG, LONG, LONG, LONG, LONG, LONG, LONG)).stop("it was doomed");
    stage.awaitEnd();
    assertThat(stage.rungs()).endsWith("exit 99");
  }

  @Test
  void leavesAHangingLineBehindAndStillTellsTheRest() throws Exception {
    stage.hangAt("announce");
    ladder(new StopLimits(86, SHORT, LONG, LONG, LONG, LONG, SHORT, LONG)).stop("it was doomed");
    stage.awaitEnd();
    assertThat(stage.told()).contains("verdict", "record", "flush");
    assertThat(stage.rungs()).containsExactly(CANCELLED_THEN_EXIT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"verdict", "record", "flush"})
  void leavesAHangingStepBehind(String step) throws Exception {
    stage.hangAt(step);
    stage.follow("exit 86", "announce", "verdict", "record", "flush");
    ladder(limits(SHORT, LONG)).stop("it was doomed");
    stage.awaitEnd();
    assertThat(stage.rungs()).endsWith("companions", "exit 86");
  }

  @Test
  void leavesAHangingCancellationBehind() throws Exception {
    stage.hangAt("cancel");
    stage.follow("is main running", "cancel");
    ladder(new StopLimits(86, LONG, LONG, LONG, SHORT, LONG, SHORT, LONG)).stop("it was doomed");
    stage.awaitEnd();
    assertThat(stage.rungs()).containsExactly(CANCELLED_THEN_EXIT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "announce",
        "verdict",
        "record",
        "flush",
        "cancel",
        "critical section",
        "is main running",
        "companions"
      })
  void failuresDoNotKeepItFromExiting(String step) throws Exception {
    stage.failAt(step);
    ladder().stop("it was doomed");
    stage.awaitEnd();
    assertThat(stage.rungs()).endsWith("exit 86");
  }

  @Test
  void waitsForACriticalSectionToEnd() throws Exception {
    stage.criticalFor(Duration.ofSeconds(3));
    ladder().stop("it was doomed");
    stage.awaitEnd();
    assertThat(stage.elapsed()).isEqualTo(Duration.ofSeconds(3));
    assertThat(stage.rungs()).containsExactly(CANCELLED_THEN_EXIT);
  }

  @Test
  void givesUpOnACriticalSectionThatDoesNotEnd() throws Exception {
    stage.criticalFor(LONG);
    ladder().stop("it was doomed");
    stage.awaitEnd();
    assertThat(stage.elapsed()).isEqualTo(Duration.ofSeconds(15));
    assertThat(stage.rungs()).containsExactly(CANCELLED_THEN_EXIT);
  }

  @Test
  void cancelsAgainUntilTheGraceIsOver() throws Exception {
    stage.mainRunsFor(LONG);
    ladder().stop("it was doomed");
    stage.awaitEnd();
    assertThat(stage.elapsed()).isEqualTo(Duration.ofSeconds(1));
    assertThat(stage.told()).filteredOn("cancel"::equals).hasSize(20);
  }

  @Test
  void exitsAsSoonAsTheProgramEnded() throws Exception {
    stage.mainRunsFor(Duration.ofMillis(200));
    ladder().stop("it was doomed");
    stage.awaitEnd();
    assertThat(stage.elapsed()).isEqualTo(Duration.ofMillis(200));
  }

  @Test
  void haltsAtTheDeadlineWhereTheExitHangs() throws Exception {
    stage.hangAt("exit 86");
    ladder(limits(LONG, Duration.ofMillis(100))).stop("it was doomed");
    stage.awaitCalls("exit 86", "halt 86");
  }

  @Test
  void haltsAtTheDeadlineWhereALookAtTheApplicationHangs() throws Exception {
    stage.hangAt("critical section");
    ladder(limits(LONG, Duration.ofMillis(100))).stop("it was doomed");
    stage.awaitCall("halt 86");
    stage.awaitCalls("announce", "verdict");
    assertThat(stage.told()).doesNotContain("exit 86");
  }

  @Test
  void exitsInTimeForTheShutdownHooksHoweverLongItsStepsMayTake() throws Exception {
    stage.criticalFor(LONG);
    stage.mainRunsFor(LONG);
    ladder(new StopLimits(86, LONG, LONG, LONG, LONG, LONG, Duration.ofSeconds(5), LONG))
        .stop("it was doomed");
    stage.awaitEnd();
    assertThat(stage.elapsed()).isBetween(LONG.minusSeconds(5), LONG.minusSeconds(4));
    assertThat(stage.rungs()).containsExactly(CANCELLED_THEN_EXIT);
  }

  @Test
  void leavesHalfOfAShortDeadlineToItsSteps() throws Exception {
    stage.mainRunsFor(LONG);
    ladder(new StopLimits(86, LONG, LONG, LONG, LONG, LONG, LONG, Duration.ofSeconds(20)))
        .stop("it was doomed");
    stage.awaitEnd();
    assertThat(stage.elapsed()).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void aStoppedRunKeepsItsExitCodeAtTheProcessesEnd() throws Exception {
    stage.hangAt("exit 86");
    StopLadder ladder = ladder();
    ladder.stop("it was doomed");
    stage.awaitCall("exit 86");
    ladder.atProcessEnd();
    assertThat(stage.rungs()).endsWith("exit 86", "companions", "halt 86");
  }

  @Test
  void aProgramThatEndsItselfFirstKeepsTheExitCodeAndWaitsUntilAllIsTold() throws Exception {
    stage.hangAt("flush");
    stage.criticalFor(LONG);
    stage.hangAt("pause");
    StopLadder ladder = ladder();
    ladder.stop("it was doomed");
    stage.awaitCall("flush");
    Thread hook = new Thread(ladder::atProcessEnd, "hook");
    hook.start();
    assertThat(stage.told()).doesNotContain("halt 86");
    stage.letGo("flush");
    stage.awaitEnd();
    hook.join(60_000);
    assertThat(stage.rungs()).endsWith("halt 86").doesNotContain("cancel", "exit 86");
  }

  @Test
  void theProcessesEndWaitsNoLongerThanTheFlushLimit() throws Exception {
    stage.hangAt("flush");
    stage.criticalFor(LONG);
    stage.hangAt("pause");
    StopLadder ladder = ladder(limits(SHORT, LONG));
    ladder.stop("it was doomed");
    ladder.atProcessEnd();
    assertThat(stage.told()).contains("halt 86");
  }

  @Test
  void theProcessesEndChangesNothingBeforeAnythingWasDecided() {
    ladder().atProcessEnd();
    assertThat(stage.told()).isEmpty();
  }

  @Test
  void aFinishWritesAndPublishesAndNeverExits() throws Exception {
    StopLadder ladder = ladder();
    ladder.finish();
    ladder.atProcessEnd();
    assertThat(joinThreads()).as("threads after the end").isEmpty();
    assertThat(stage.told()).containsExactlyInAnyOrder(FINISHED).endsWith("release");
  }

  @Test
  void aFinishThatHangsDelaysTheProcessesEndByTheFlushLimit() throws Exception {
    stage.hangAt("flush");
    stage.follow("release", "announce", "verdict", "record", "flush");
    StopLadder ladder = ladder(limits(SHORT, LONG));
    ladder.finish();
    ladder.atProcessEnd();
    stage.awaitCall("release");
    assertThat(stage.told()).doesNotContain("halt 86", "exit 86");
  }

  @Test
  void aStopAfterAFinishDoesNothing() throws Exception {
    StopLadder ladder = ladder();
    ladder.finish();
    ladder.stop("it was doomed");
    assertThat(joinThreads()).isEmpty();
    assertThat(stage.told()).containsExactlyInAnyOrder(FINISHED);
  }

  @Test
  void aFinishAfterAStopDoesNothing() throws Exception {
    StopLadder ladder = ladder();
    ladder.stop("it was doomed");
    ladder.finish();
    ladder.stop("it was doomed");
    stage.awaitEnd();
    assertThat(joinThreads()).isEmpty();
    assertThat(stage.told()).filteredOn("announce"::equals).hasSize(1);
    assertThat(stage.rungs()).endsWith("exit 86");
  }

  @Test
  void worksAside() throws Exception {
    StopLadder ladder = ladder();
    ladder.aside(() -> stage.call("aside"));
    stage.awaitCall("aside");
    ladder.aside(
        () -> {
          throw new IllegalStateException("aside");
        });
    ladder.finish();
    assertThat(joinThreads()).isEmpty();
    ladder.aside(() -> stage.call("too late"));
    assertThat(stage.told()).startsWith("aside").contains(FINISHED).doesNotContain("too late");
  }

  @Test
  void allItsThreadsAreDaemonsAndRunFromTheStart() {
    ladder();
    Set<Thread> ours = new HashSet<>(Thread.getAllStackTraces().keySet());
    ours.removeAll(threadsBefore);
    ours.removeIf(thread -> !thread.getName().startsWith("redline-"));
    assertThat(ours)
        .allMatch(Thread::isDaemon)
        .extracting(Thread::getName)
        .containsExactlyInAnyOrder(
            "redline-step",
            "redline-step",
            "redline-step",
            "redline-step",
            "redline-step",
            "redline-ladder",
            "redline-watchdog");
  }

  @Test
  void readsItsLimitsFromTheSettings() {
    assertThat(StopLimits.from(Settings.defaults()))
        .isEqualTo(limitsOfSeconds(86, 2, 5, 15, 2, 10, 5, 30));
    Map<String, String> given =
        Map.of(
            "spark.redline.stop.exit-code", "90",
            "spark.redline.stop.announcement", "1s",
            "spark.redline.flush.deadline", "2s",
            "spark.redline.stop.critical-section", "3s",
            "spark.redline.stop.cancellation", "4s",
            "spark.redline.stop.grace", "5s",
            "spark.redline.stop.shutdown", "6s",
            "spark.redline.stop.deadline", "7s");
    assertThat(StopLimits.from(Settings.from(given)))
        .isEqualTo(limitsOfSeconds(90, 1, 2, 3, 4, 5, 6, 7));
  }

  private static StopLimits limitsOfSeconds(int exitCode, long... seconds) {
    Duration[] limits =
        Arrays.stream(seconds).mapToObj(Duration::ofSeconds).toArray(Duration[]::new);
    return new StopLimits(
        exitCode, limits[0], limits[1], limits[2], limits[3], limits[4], limits[5], limits[6]);
  }

  @Test
  void aLimitThatWasMeantAsNeverOverflowsNoClock() throws Exception {
    String never = "99999999999999d";
    StopLimits limits =
        StopLimits.from(
            Settings.from(
                Map.of(
                    "spark.redline.stop.deadline", never,
                    "spark.redline.stop.grace", never,
                    "spark.redline.flush.deadline", never)));
    ladder(limits).stop("it was doomed");
    stage.awaitEnd();
    assertThat(stage.rungs()).endsWith("exit 86");
  }
}
