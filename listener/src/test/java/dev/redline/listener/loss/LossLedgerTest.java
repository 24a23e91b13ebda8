package dev.redline.listener.loss;

import static dev.redline.listener.loss.LossLedger.SETTLING_MS;
import static dev.redline.listener.signal.Facts.memory;
import static dev.redline.listener.signal.Facts.removed;
import static dev.redline.listener.signal.Facts.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.redline.listener.signal.Loss;
import dev.redline.listener.signal.LossCause;
import dev.redline.listener.signal.Signal;
import dev.redline.listener.signal.Signal.ExecutorExcluded;
import dev.redline.listener.signal.Signal.ExecutorLost;
import dev.redline.listener.signal.Signal.JobEnded;
import dev.redline.listener.signal.Signal.JobStarted;
import dev.redline.listener.signal.Signal.RunEnded;
import dev.redline.listener.signal.TaskOutcome;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LossLedgerTest {
  private static final String HEAP_OOM = "Command exited with code 52";
  private static final String SIGTERM = "Command exited with code 143";
  private static final String IDLE = "Executor killed by driver.";
  private static final String HEARTBEAT = "Executor heartbeat timed out after 120000 ms";
  private static final String DISCONNECTED = "Remote RPC client disassociated. Likely ...";
  private static final String UNKNOWN = "Executor Process Lost";

  private static List<ExecutorLost> all(Signal... signals) {
    LossLedger ledger = new LossLedger();
    List<ExecutorLost> losses = new ArrayList<>();
    for (Signal signal : signals) {
      losses.addAll(ledger.accept(signal));
    }
    return losses;
  }

  private static Loss only(Signal... signals) {
    List<ExecutorLost> losses = all(signals);
    assertThat(losses).hasSize(1);
    return losses.get(0).loss();
  }

  private static Signal job(long atMs) {
    return new JobStarted(atMs, 0);
  }

  private static Signal later(long atMs) {
    return task(atMs, 7, "another", TaskOutcome.SUCCEEDED);
  }

  private static Signal outOfMemory(long atMs, String executorId) {
    return task(atMs, 7, executorId, TaskOutcome.OUT_OF_MEMORY);
  }

  @Test
  void twoAnnouncementsAreOneLoss() {
    Loss loss = only(job(0), removed(5, "1", HEAP_OOM), removed(6, "1", HEAP_OOM));
    assertThat(loss).isEqualTo(new Loss("1", 5, LossCause.HEAP_OOM, true, "exit-52", HEAP_OOM));
  }

  @Test
  void aLossIsToldAtTheTimeItSettled() {
    assertThat(all(job(0), removed(5, "1", HEAP_OOM)))
        .extracting(ExecutorLost::atMs)
        .containsExactly(5L);
    assertThat(all(job(0), removed(5, "1", UNKNOWN), later(20_000)))
        .extracting(ExecutorLost::atMs, lost -> lost.loss().atMs())
        .containsExactly(tuple(20_000L, 5L));
  }

  @Test
  void theFirstBenignCauseWins() {
    Loss loss = only(job(0), removed(5, "1", IDLE), removed(6, "1", HEAP_OOM));
    assertThat(loss.cause()).isEqualTo(LossCause.SCALED_IN);
    assertThat(loss.counted()).isFalse();
  }

  @Test
  void theFirstCountedCauseWinsToo() {
    assertThat(only(job(0), removed(5, "1", HEAP_OOM), removed(6, "1", IDLE)).cause())
        .isEqualTo(LossCause.HEAP_OOM);
  }

  @ParameterizedTest
  @ValueSource(strings = {UNKNOWN, DISCONNECTED, ""})
  void aVagueAnnouncementIsReplacedWithinTenSeconds(String vague) {
    Loss loss =
        only(
            job(0), removed(5, "1", vague), removed(4 + SETTLING_MS, "1", HEAP_OOM), later(99_999));
    assertThat(loss).isEqualTo(new Loss("1", 5, LossCause.HEAP_OOM, true, "exit-52", HEAP_OOM));
  }

  @ParameterizedTest
  @ValueSource(strings = {UNKNOWN, DISCONNECTED})
  void aVagueAnnouncementStaysAfterTenSeconds(String vague) {
    Loss loss = only(job(0), removed(5, "1", vague), removed(5 + SETTLING_MS, "1", HEAP_OOM));
    assertThat(loss.counted()).isFalse();
    assertThat(loss.reason()).isEqualTo(vague);
  }

  @Test
  void aVagueAnnouncementMayBecomeABenignOne() {
    assertThat(only(job(0), removed(5, "1", DISCONNECTED), removed(6, "1", IDLE)).cause())
        .isEqualTo(LossCause.SCALED_IN);
  }

  @Test
  void aVagueAnnouncementMayBecomeALessVagueOne() {
    Loss loss =
        only(
            job(0),
            removed(5, "1", UNKNOWN),
            removed(6, "1", HEARTBEAT),
            removed(7, "1", UNKNOWN),
            later(20_000));
    assertThat(loss.cause()).isEqualTo(LossCause.HEARTBEAT_TIMEOUT);
    assertThat(loss.atMs()).isEqualTo(5);
  }

  @ParameterizedTest
  @ValueSource(strings = {HEARTBEAT, SIGTERM})
  void heartbeatsAndSigtermAreNotReplaced(String reason) {
    Loss loss = only(job(0), removed(5, "1", reason), removed(6, "1", HEAP_OOM), later(20_000));
    assertThat(loss.counted()).isFalse();
    assertThat(loss.reason()).isEqualTo(reason);
  }

  @Test
  void vagueLossesAreHeldBackUntilNobodyCanSayMore() {
    Signal removal = removed(5, "1", UNKNOWN);
    assertThat(all(job(0), removal)).isEmpty();
    assertThat(all(job(0), removal, later(4 + SETTLING_MS))).isEmpty();
    assertThat(all(job(0), removal, later(5 + SETTLING_MS))).hasSize(1);
  }

  @Test
  void settlesInTheOrderOfTheLosses() {
    List<ExecutorLost> losses =
        all(
            job(0),
            removed(3, "b", UNKNOWN),
            removed(2, "c", UNKNOWN),
            removed(1, "a", UNKNOWN),
            later(20_000));
    assertThat(losses).extracting(lost -> lost.loss().executorId()).containsExactly("a", "c", "b");
  }

  @Test
  void oneSignalMaySettleALossAndTellAnother() {
    List<ExecutorLost> losses =
        all(job(0), removed(1, "1", UNKNOWN), removed(20_000, "2", HEAP_OOM));
    assertThat(losses).extracting(lost -> lost.loss().executorId()).containsExactly("1", "2");
  }

  @ParameterizedTest
  @ValueSource(strings = {UNKNOWN, DISCONNECTED, HEARTBEAT, SIGTERM})
  void anOutOfMemoryTaskBeforehandIsAWitness(String vague) {
    Loss loss = only(job(0), outOfMemory(3, "1"), removed(5, "1", vague));
    assertThat(loss.cause()).isEqualTo(LossCause.HEAP_OOM);
    assertThat(loss.counted()).isTrue();
    assertThat(loss.ruleId()).endsWith("+oom-task");
    assertThat(loss.reason()).isEqualTo(vague);
  }

  @Test
  void anOutOfMemoryTaskAfterwardsIsAWitness() {
    Loss loss = only(job(0), removed(5, "1", SIGTERM), outOfMemory(6, "1"), later(20_000));
    assertThat(loss)
        .isEqualTo(new Loss("1", 5, LossCause.HEAP_OOM, true, "exit-143+oom-task", SIGTERM));
  }

  @Test
  void aWitnessThatSpeaksTooLateChangesNothing() {
    Loss loss = only(job(0), removed(5, "1", SIGTERM), outOfMemory(5 + SETTLING_MS, "1"));
    assertThat(loss.cause()).isEqualTo(LossCause.TERMINATED);
  }

  @Test
  void aWitnessSpeaksForItsOwnExecutorOnly() {
    Loss loss = only(job(0), outOfMemory(3, "2"), removed(5, "1", SIGTERM), later(20_000));
    assertThat(loss.cause()).isEqualTo(LossCause.TERMINATED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"SUCCEEDED", "FAILED", "EXECUTOR_LOST", "KILLED", "FETCH_FAILED"})
  void noOtherTaskIsAWitness(TaskOutcome outcome) {
    Loss loss =
        only(
            job(0),
            task(3, 7, "1", outcome),
            removed(5, "1", SIGTERM),
            task(6, 7, "1", outcome),
            later(20_000));
    assertThat(loss.cause()).isEqualTo(LossCause.TERMINATED);
  }

  @Test
  void aLiveHeapAtNinetyFivePercentIsAWitness() {
    Loss loss = only(job(0), memory(3, "1", 0.95, null), removed(5, "1", SIGTERM));
    assertThat(loss.cause()).isEqualTo(LossCause.HEAP_OOM);
    assertThat(loss.ruleId()).isEqualTo("exit-143+live-heap");
  }

  @Test
  void anOverheadAtNinetyFivePercentIsAWitness() {
    Loss loss = only(job(0), memory(3, "1", 0.1, 0.95), removed(5, "1", HEARTBEAT));
    assertThat(loss.cause()).isEqualTo(LossCause.CONTAINER_OOM);
    assertThat(loss.ruleId()).isEqualTo("heartbeat-timeout+overhead");
  }

  @Test
  void lessMemoryIsNoWitness() {
    Signal memory = memory(3, "1", 0.9499, 0.9499);
    assertThat(only(job(0), memory, removed(5, "1", SIGTERM), later(20_000)).counted()).isFalse();
  }

  @Test
  void onlyTheLastMeasurementIsAWitness() {
    Loss loss =
        only(
            job(0),
            memory(3, "1", 0.99, null),
            memory(4, "1", 0.3, 0.3),
            removed(5, "1", SIGTERM),
            later(20_000));
    assertThat(loss.counted()).isFalse();
  }

  @Test
  void anOutOfMemoryTaskIsNotForgottenWhenMemoryFalls() {
    Loss loss =
        only(job(0), outOfMemory(2, "1"), memory(4, "1", 0.3, null), removed(5, "1", SIGTERM));
    assertThat(loss.ruleId()).isEqualTo("exit-143+oom-task");
  }

  @Test
  void aWitnessChangesNothingThatIsCertain() {
    Loss loss = only(job(0), outOfMemory(3, "1"), removed(5, "1", IDLE));
    assertThat(loss.cause()).isEqualTo(LossCause.SCALED_IN);
    assertThat(only(job(0), outOfMemory(3, "1"), removed(5, "1", "worker lost")).cause())
        .isEqualTo(LossCause.NODE_LOST);
  }

  @Test
  void whatIsHeardOfAnExecutorThatIsGoneIsNoLoss() {
    assertThat(
            all(
                job(0),
                removed(5, "1", HEAP_OOM),
                outOfMemory(6, "1"),
                memory(7, "1", 0.99, 0.99),
                removed(8, "1", SIGTERM),
                later(99_999)))
        .hasSize(1);
  }

  @Test
  void anExecutorThatSparkExcludedAndKilledIsExcluded() {
    Loss loss = only(job(0), new ExecutorExcluded(3, "1"), removed(5, "1", IDLE));
    assertThat(loss)
        .isEqualTo(new Loss("1", 5, LossCause.EXCLUDED, false, "driver-killed+excluded", IDLE));
  }

  @Test
  void anExcludedExecutorThatDiesOfItselfCounts() {
    Loss loss = only(job(0), new ExecutorExcluded(3, "1"), removed(5, "1", HEAP_OOM));
    assertThat(loss.cause()).isEqualTo(LossCause.HEAP_OOM);
    assertThat(only(job(0), new ExecutorExcluded(3, "2"), removed(5, "1", IDLE)).cause())
        .isEqualTo(LossCause.SCALED_IN);
  }

  @Test
  void nothingIsLostAfterTheRunsEnd() {
    assertThat(all(job(0), new RunEnded(4), removed(5, "1", HEAP_OOM), later(99_999))).isEmpty();
  }

  @Test
  void nothingIsLostWhenNoJobRunsAnyMore() {
    Signal ended = new JobEnded(4, 0, false);
    assertThat(all(job(0), ended, removed(5, "1", HEAP_OOM), later(99_999))).isEmpty();
    assertThat(all(job(0), new JobStarted(1, 1), ended, removed(5, "1", HEAP_OOM))).hasSize(1);
    assertThat(all(job(0), ended, new JobStarted(4, 1), removed(5, "1", HEAP_OOM))).hasSize(1);
  }

  @Test
  void anExecutorShedBetweenJobsStaysForgotten() {
    assertThat(
            all(
                job(0),
                new JobEnded(4, 0, true),
                removed(5, "1", HEAP_OOM),
                new JobStarted(6, 1),
                removed(7, "1", HEAP_OOM)))
        .isEmpty();
  }

  @Test
  void executorsThatDoNotStartCountBeforeTheFirstJob() {
    assertThat(only(removed(5, "1", "Command exited with code 1")).cause())
        .isEqualTo(LossCause.LAUNCH_FAILURE);
  }

  @Test
  void whatIsHeldBackIsToldAtTheEnd() {
    List<ExecutorLost> losses = all(job(0), removed(5, "1", UNKNOWN), new RunEnded(6));
    assertThat(losses)
        .singleElement()
        .satisfies(
            lost -> {
              assertThat(lost.atMs()).isEqualTo(6);
              assertThat(lost.loss().cause()).isEqualTo(LossCause.UNKNOWN);
            });
  }

  @Test
  void keepsNoMoreOfAReasonThanIsJudged() {
    Loss loss = only(job(0), removed(5, "1", HEAP_OOM + " ".repeat(1 << 20)));
    assertThat(loss.reason()).hasSize(LossClassifier.MAX_LENGTH).startsWith(HEAP_OOM);
  }
}
