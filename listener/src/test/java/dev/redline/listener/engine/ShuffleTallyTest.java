package dev.redline.listener.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.redline.listener.signal.Facts;
import dev.redline.listener.signal.Signal.ShufflePassed;
import dev.redline.listener.signal.Signal.SqlExecutionEnded;
import dev.redline.listener.signal.Signal.SqlExecutionStarted;
import dev.redline.listener.signal.Signal.StageCompleted;
import dev.redline.listener.signal.Signal.StageSubmitted;
import dev.redline.listener.signal.SqlShuffle;
import dev.redline.listener.signal.StageShuffle;
import dev.redline.listener.signal.TaskOutcome;
import dev.redline.listener.signal.TaskRef;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ShuffleTallyTest {
  private final ShuffleTally tally = new ShuffleTally(List.of(100L, 50L, 50L));

  private void submitted(int id, String name) {
    tally.accept(new StageSubmitted(1, id, 0, name));
  }

  private void completed(int id) {
    tally.accept(new StageCompleted(1, id, 0, false));
  }

  private Optional<ShufflePassed> wrote(int id, long bytes, boolean repeated) {
    TaskOutcome outcome = repeated ? TaskOutcome.FAILED : TaskOutcome.SUCCEEDED;
    return tally.accept(Facts.wrote(1, new TaskRef(id, 0, 0), bytes, outcome));
  }

  private void stage(int id, long bytes) {
    submitted(id, "stage " + id);
    wrote(id, bytes, false);
    completed(id);
  }

  @Test
  void addsUpWhatAStageWroteOverItsAttempts() {
    submitted(1, "sort");
    wrote(1, 10, false);
    completed(1);
    submitted(1, "sort");
    wrote(1, 5, true);
    assertThat(tally.topStages()).containsExactly(new StageShuffle(1, "sort", 15, 5));
    completed(1);
    assertThat(tally.topStages()).containsExactly(new StageShuffle(1, "sort", 15, 5));
  }

  @Test
  void leavesOutStagesThatWroteNothing() {
    submitted(1, "read");
    assertThat(tally.topStages()).isEmpty();
    completed(1);
    completed(99);
    assertThat(tally.topStages()).isEmpty();
  }

  @Test
  void keepsTheStagesThatWroteMostLargestFirst() {
    for (int id = 0; id < 100; id++) {
      stage(id, 1 + (id * 37) % 100);
    }
    assertThat(tally.topStages())
        .extracting(StageShuffle::writeBytes)
        .containsExactly(100L, 99L, 98L, 97L, 96L, 95L, 94L, 93L, 92L, 91L);
  }

  @Test
  void namesTheEarlierStageFirstWhereTheyAreEqual() {
    stage(2, 5);
    stage(1, 5);
    assertThat(tally.topStages()).extracting(StageShuffle::stageId).containsExactly(1, 2);
  }

  @Test
  void anActiveStageIsAmongThem() {
    for (int id = 0; id < 20; id++) {
      stage(id, 10 + id);
    }
    submitted(50, "now");
    wrote(50, 1_000, false);
    assertThat(tally.topStages())
        .hasSize(10)
        .first()
        .isEqualTo(new StageShuffle(50, "now", 1_000, 0));
  }

  @Test
  void aLateTaskCountsForItsCompletedStage() {
    stage(1, 10);
    wrote(1, 5, true);
    assertThat(tally.topStages()).containsExactly(new StageShuffle(1, "stage 1", 15, 5));
  }

  @Test
  void aTaskMayComeBeforeItsStage() {
    wrote(1, 5, false);
    submitted(1, "sort");
    assertThat(tally.topStages()).containsExactly(new StageShuffle(1, "sort", 5, 0));
  }

  @Test
  void lateTasksOfManyStagesAreNotKept() {
    for (int id = 0; id < 1_000; id++) {
      stage(id, 1_000);
    }
    for (int id = 0; id < 1_000; id++) {
      wrote(id, 1, true);
    }
    submitted(999, "again");
    assertThat(tally.topStages()).hasSize(10);
    assertThat(tally.topStages()).extracting(StageShuffle::stageId).contains(0, 1, 2);
  }

  @Test
  void saysWhenALimitIsPassedAndOnlyThen() {
    assertThat(wrote(1, 50, false)).isEmpty();
    assertThat(wrote(1, 1, true))
        .hasValueSatisfying(
            passed -> {
              assertThat(passed.limitBytes()).isEqualTo(50);
              assertThat(passed.bytes()).isEqualTo(51);
              assertThat(passed.repeatedBytes()).isEqualTo(1);
              assertThat(passed.stages()).containsExactly(new StageShuffle(1, "", 51, 1));
            });
    assertThat(wrote(1, 49, false)).isEmpty();
    assertThat(wrote(1, 1, false)).hasValueSatisfying(p -> assertThat(p.bytes()).isEqualTo(101));
    assertThat(wrote(1, 1_000, false)).isEmpty();
  }

  @Test
  void addsUpTheStagesOfAnExecution() {
    tally.accept(new StageSubmitted(1, 1, 0, "map", 7));
    tally.accept(new SqlExecutionStarted(1, 7, "save"));
    tally.accept(new StageSubmitted(1, 2, 0, "reduce", 7));
    tally.accept(new StageSubmitted(1, 3, 0, "other"));
    wrote(1, 10, false);
    completed(1);
    wrote(1, 1, true);
    wrote(2, 20, false);
    wrote(3, 500, false);
    tally.accept(new SqlExecutionEnded(1, 7));
    assertThat(tally.topExecutions()).containsExactly(new SqlShuffle(7, "save", 31, 1));
  }

  @Test
  void stagesAndExecutionsThatNeverEndAreNotKeptForEver() {
    for (int id = 0; id < 100_000; id++) {
      tally.accept(new StageSubmitted(1, id, 0, "map", id));
      wrote(id, 1 + id % 7, false);
    }
    assertThat(tally.remembered()).isLessThanOrEqualTo(2 * (Spenders.MAX_ACTIVE + Spenders.KEPT));
    assertThat(tally.topStages()).hasSize(10).allMatch(stage -> stage.writeBytes() == 7);
  }
}
