package dev.redline.listener.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.redline.listener.signal.Signal;
import dev.redline.listener.signal.Signal.JobEnded;
import dev.redline.listener.signal.Signal.JobStarted;
import dev.redline.listener.signal.Signal.StageSubmitted;
import dev.redline.listener.signal.Signal.StagesRetired;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StageLifeTest {
  private final StageLife life = new StageLife();

  private Optional<StagesRetired> after(Signal... signals) {
    Optional<StagesRetired> retired = Optional.empty();
    for (Signal signal : signals) {
      retired = life.accept(signal);
    }
    return retired;
  }

  @Test
  void aStageIsRetiredWithItsLastJob() {
    assertThat(
            after(
                new JobStarted(1, 0, List.of(1, 2)),
                new JobStarted(1, 1, List.of(2, 3)),
                new JobEnded(5, 0, false)))
        .contains(new StagesRetired(5, Set.of(1)));
    assertThat(after(new JobEnded(6, 1, true))).contains(new StagesRetired(6, Set.of(2, 3)));
    assertThat(after(new JobEnded(7, 1, true))).isEmpty();
  }

  @Test
  void aJobToldTwiceIsOne() {
    Signal job = new JobStarted(1, 0, List.of(1));
    assertThat(after(job, job, new JobEnded(5, 0, true))).contains(new StagesRetired(5, Set.of(1)));
  }

  @Test
  void stagesThatNoJobNamedAreRetiredWhenNoJobRuns() {
    assertThat(
            after(
                new StageSubmitted(1, 8, 0, "stray"),
                new JobStarted(1, 0, List.of(1)),
                new StageSubmitted(1, 1, 0, "known"),
                new JobStarted(1, 1),
                new JobEnded(2, 0, true)))
        .contains(new StagesRetired(2, Set.of(1)));
    assertThat(after(new JobEnded(3, 1, true))).contains(new StagesRetired(3, Set.of(8)));
  }
}
