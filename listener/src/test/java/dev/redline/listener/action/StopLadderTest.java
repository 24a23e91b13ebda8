package dev.redline.listener.action;

import static org.assertj.core.api.Assertions.assertThat;

import dev.redline.catalog.Settings;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class StopLadderTest {
  private static final Duration LONG = Duration.ofMinutes(5);

  private final Stage stage = new Stage();
  private final Set<Thread> threadsBefore = Thread.getAllStackTraces().keySet();

  @AfterEach
  void release() {
    stage.release();
  }

  private static StopLimits limits(Duration flush, Duration deadline) {
    return new StopLimits(86, flush, Duration.ofSeconds(15), Duration.ofSeconds(1), deadline);
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
      thread.join(10_000);
    }
    return ours.stream().filter(Thread::isAlive).map(Thread::getName).toList();
  }

  @Test
  void tellsThenCancelsThenExits() throws Exception {
    ladder().stop();
    stage.awaitEnd();
    assertThat(joinThreads()).isEmpty();
    assertThat(stage.told().subList(0, 3)).containsExactlyInAnyOrder("announce", "files", "flush");
    assertThat(stage.told().subList(3, stage.told().size())).containsExactly("cancel", "exit 86");
  }

  @Test
  void givesTheFlushItsTime() throws Exception {
    ladder(limits(Duration.ofSeconds(7), LONG)).stop();
    stage.awaitEnd();
    assertThat(stage.flushDeadline).isEqualTo(Duration.ofSeconds(7));
  }

  @Test
  void exitsWithTheCodeItWasTold() throws Exception {
    ladder(new StopLimits(99, LONG, LONG, LONG, LONG)).stop();
    stage.awaitEnd();
    assertThat(stage.told()).endsWith("exit 99");
  }

  @Test
  void leavesAHangingLineBehindAndStillTellsTheRest() throws Exception {
    stage.hangAt("announce");
    ladder().stop();
    stage.awaitEnd();
    assertThat(stage.told()).contains("files", "flush").endsWith("cancel", "exit 86");
  }

  @ParameterizedTest
  @ValueSource(strings = {"files", "flush"})
  void leavesAHangingStepBehind(String step) throws Exception {
    stage.hangAt(step);
    stage.everyLookAtTheClockTakes(Duration.ofMillis(2_500));
    ladder(limits(Duration.ofMillis(50), LONG)).stop();
    stage.awaitEnd();
    assertThat(stage.told()).contains("announce").endsWith("cancel", "exit 86");
  }

  @Test
  void leavesAHangingCancellationBehind() throws Exception {
    stage.hangAt("cancel");
    ladder().stop();
    stage.awaitEnd();
    assertThat(stage.told()).endsWith("cancel", "exit 86");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"announce", "files", "flush", "cancel", "critical section", "is main running"})
  void failuresDoNotKeepItFromExiting(String step) throws Exception {
    stage.failAt(step);
    ladder().stop();
    stage.awaitEnd();
    assertThat(stage.told()).endsWith("exit 86");
  }

  @Test
  void waitsForACriticalSectionToEnd() throws Exception {
    stage.criticalFor(Duration.ofSeconds(3));
    ladder().stop();
    stage.awaitEnd();
    assertThat(stage.elapsed()).isEqualTo(Duration.ofSeconds(3));
    assertThat(stage.told()).endsWith("cancel", "exit 86");
  }

  @Test
  void givesUpOnACriticalSectionThatDoesNotEnd() throws Exception {
    stage.criticalFor(LONG);
    ladder().stop();
    stage.awaitEnd();
    assertThat(stage.elapsed()).isEqualTo(Duration.ofSeconds(15));
    assertThat(stage.told()).endsWith("cancel", "exit 86");
  }

  @Test
  void cancelsAgainUntilTheGraceIsOver() throws Exception {
    stage.mainRunsFor(LONG);
    ladder().stop();
    stage.awaitEnd();
    assertThat(stage.elapsed()).isEqualTo(Duration.ofSeconds(1));
    assertThat(stage.told()).filteredOn("cancel"::equals).hasSize(20);
  }

  @Test
  void exitsAsSoonAsTheProgramEnded() throws Exception {
    stage.mainRunsFor(Duration.ofMillis(200));
    ladder().stop();
    stage.awaitEnd();
    assertThat(stage.elapsed()).isEqualTo(Duration.ofMillis(200));
  }

  @Test
  void haltsAtTheDeadlineWhereTheExitHangs() throws Exception {
    stage.hangAt("exit 86");
    ladder(limits(LONG, Duration.ofMillis(100))).stop();
    stage.awaitCall("exit 86");
    stage.awaitCall("halt 86");
    assertThat(stage.told()).contains("exit 86", "halt 86");
  }

  @Test
  void haltsAtTheDeadlineWhereTheFlushHangs() throws Exception {
    stage.hangAt("flush");
    ladder(limits(LONG, Duration.ofMillis(100))).stop();
    stage.awaitCall("announce");
    stage.awaitCall("files");
    stage.awaitCall("halt 86");
    assertThat(stage.told()).doesNotContain("exit 86");
  }

  @Test
  void aStoppedRunKeepsItsExitCodeAtTheProcessesEnd() throws Exception {
    stage.hangAt("exit 86");
    StopLadder ladder = ladder();
    ladder.stop();
    stage.awaitCall("exit 86");
    ladder.atProcessEnd();
    assertThat(stage.told()).endsWith("exit 86", "halt 86");
  }

  @Test
  void aProgramThatEndsItselfFirstKeepsTheExitCodeAndWaitsUntilAllIsTold() throws Exception {
    stage.hangAt("flush");
    stage.criticalFor(LONG);
    stage.hangAt("pause");
    StopLadder ladder = ladder();
    ladder.stop();
    stage.awaitCall("flush");
    Thread hook = new Thread(ladder::atProcessEnd, "hook");
    hook.start();
    assertThat(stage.told()).doesNotContain("halt 86");
    stage.letGo("flush");
    stage.awaitEnd();
    hook.join(10_000);
    assertThat(stage.told()).endsWith("halt 86").doesNotContain("cancel", "exit 86");
  }

  @Test
  void theProcessesEndWaitsNoLongerThanTheDeadline() throws Exception {
    stage.hangAt("flush");
    StopLadder ladder = ladder(limits(LONG, Duration.ofMillis(100)));
    ladder.stop();
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
    assertThat(stage.told()).containsExactly("announce", "files", "flush");
    assertThat(joinThreads()).as("threads after the end").isEmpty();
    assertThat(stage.told()).containsExactly("announce", "files", "flush");
  }

  @Test
  void aFinishThatHangsDelaysTheProcessesEndByTheFlushLimit() throws Exception {
    stage.hangAt("flush");
    StopLadder ladder = ladder(limits(Duration.ofMillis(50), LONG));
    ladder.finish();
    ladder.atProcessEnd();
    assertThat(stage.told()).startsWith("announce", "files").doesNotContain("halt 86", "exit 86");
  }

  @Test
  void aStopAfterAFinishDoesNothing() throws Exception {
    StopLadder ladder = ladder();
    ladder.finish();
    ladder.stop();
    assertThat(joinThreads()).isEmpty();
    assertThat(stage.told()).containsExactly("announce", "files", "flush");
  }

  @Test
  void aFinishAfterAStopDoesNothing() throws Exception {
    StopLadder ladder = ladder();
    ladder.stop();
    ladder.finish();
    ladder.stop();
    stage.awaitEnd();
    assertThat(joinThreads()).isEmpty();
    assertThat(stage.told()).filteredOn("announce"::equals).hasSize(1);
    assertThat(stage.told()).endsWith("exit 86");
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
    assertThat(stage.told()).containsExactly("aside", "announce", "files", "flush");
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
            "redline-ladder",
            "redline-watchdog");
  }

  @Test
  void readsItsLimitsFromTheSettings() {
    assertThat(StopLimits.from(Settings.defaults()))
        .isEqualTo(
            new StopLimits(
                86,
                Duration.ofSeconds(5),
                Duration.ofSeconds(15),
                Duration.ofSeconds(10),
                Duration.ofSeconds(30)));
    Map<String, String> given =
        Map.of(
            "spark.redline.stop.exit-code", "90",
            "spark.redline.flush.deadline", "1s",
            "spark.redline.stop.critical-section", "2s",
            "spark.redline.stop.grace", "3s",
            "spark.redline.stop.deadline", "4s");
    assertThat(StopLimits.from(Settings.from(given)))
        .isEqualTo(
            new StopLimits(
                90,
                Duration.ofSeconds(1),
                Duration.ofSeconds(2),
                Duration.ofSeconds(3),
                Duration.ofSeconds(4)));
  }
}
