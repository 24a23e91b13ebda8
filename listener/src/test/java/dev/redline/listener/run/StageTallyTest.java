package dev.redline.listener.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.redline.listener.run.RunRecord.StageShuffle;
import org.junit.jupiter.api.Test;

class StageTallyTest {
  private final StageTally tally = new StageTally();

  private void stage(int id, long bytes) {
    tally.submitted(id, "stage " + id);
    tally.wrote(id, bytes, false);
    tally.completed(id);
  }

  @Test
  void addsUpWhatAStageWroteOverItsAttempts() {
    tally.submitted(1, "sort");
    tally.wrote(1, 10, false);
    tally.completed(1);
    tally.submitted(1, "sort");
    tally.wrote(1, 5, true);
    assertThat(tally.top()).containsExactly(new StageShuffle(1, "sort", 15, 5));
    tally.completed(1);
    assertThat(tally.top()).containsExactly(new StageShuffle(1, "sort", 15, 5));
  }

  @Test
  void leavesOutStagesThatWroteNothing() {
    tally.submitted(1, "read");
    assertThat(tally.top()).isEmpty();
    tally.completed(1);
    tally.completed(99);
    assertThat(tally.top()).isEmpty();
  }

  @Test
  void keepsTheStagesThatWroteMostLargestFirst() {
    for (int id = 0; id < 100; id++) {
      stage(id, 1 + (id * 37) % 100);
    }
    assertThat(tally.top())
        .extracting(StageShuffle::writeBytes)
        .containsExactly(100L, 99L, 98L, 97L, 96L, 95L, 94L, 93L, 92L, 91L);
  }

  @Test
  void namesTheEarlierStageFirstWhereTheyAreEqual() {
    stage(2, 5);
    stage(1, 5);
    assertThat(tally.top()).extracting(StageShuffle::stageId).containsExactly(1, 2);
  }

  @Test
  void anActiveStageIsAmongThem() {
    for (int id = 0; id < 20; id++) {
      stage(id, 10 + id);
    }
    tally.submitted(50, "now");
    tally.wrote(50, 1_000, false);
    assertThat(tally.top()).hasSize(10).first().isEqualTo(new StageShuffle(50, "now", 1_000, 0));
  }

  @Test
  void aLateTaskCountsForItsCompletedStage() {
    stage(1, 10);
    tally.wrote(1, 5, true);
    assertThat(tally.top()).containsExactly(new StageShuffle(1, "stage 1", 15, 5));
  }

  @Test
  void aTaskMayComeBeforeItsStage() {
    tally.wrote(1, 5, false);
    tally.submitted(1, "sort");
    assertThat(tally.top()).containsExactly(new StageShuffle(1, "sort", 5, 0));
  }

  @Test
  void lateTasksOfManyStagesAreNotKept() {
    for (int id = 0; id < 1_000; id++) {
      stage(id, 1_000);
    }
    for (int id = 0; id < 1_000; id++) {
      tally.wrote(id, 1, true);
    }
    tally.submitted(999, "again");
    assertThat(tally.top()).hasSize(10);
    assertThat(tally.top()).extracting(StageShuffle::stageId).contains(0, 1, 2);
  }
}
