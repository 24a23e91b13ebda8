package dev.redline.listener.policy;

import static dev.redline.listener.signal.Facts.wrote;
import static dev.redline.listener.signal.TaskOutcome.FAILED;
import static dev.redline.listener.signal.TaskOutcome.SUCCEEDED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.redline.listener.policy.ShuffleBudget.State;
import dev.redline.listener.policy.Verdict.Retry;
import dev.redline.listener.policy.Verdict.Severity;
import dev.redline.listener.signal.Signal;
import dev.redline.listener.signal.TaskRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ShuffleBudgetTest extends PolicyContract<State> {
  private static final TaskRef TASK = new TaskRef(7, 0, 1);
  private static final long LIMIT = 10L << 30;

  @Override
  ShuffleBudget policy() {
    return new ShuffleBudget(LIMIT, null);
  }

  @Override
  List<Signal> crossing() {
    return List.of(wrote(1, TASK, LIMIT, SUCCEEDED), wrote(2, TASK, 1, SUCCEEDED));
  }

  @Override
  List<Signal> independent(Random random) {
    List<Signal> signals = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      signals.add(wrote(3, new TaskRef(i, 0, 0), random.nextLong(LIMIT / 4), SUCCEEDED));
    }
    return signals;
  }

  @Override
  int remembered(State state) {
    return 0;
  }

  @Override
  int mostRemembered() {
    return 0;
  }

  @Test
  void warnsAboveTheLimitAndNotAtIt() {
    assertThat(judge(wrote(1, TASK, LIMIT, SUCCEEDED)).verdicts()).isEmpty();
    assertThat(judge(crossing()).verdicts())
        .singleElement()
        .satisfies(
            verdict -> {
              assertThat(verdict.severity()).isEqualTo(Severity.WARN);
              assertThat(verdict.atMs()).isEqualTo(2);
              assertThat(verdict.cause()).isNull();
              assertThat(verdict.summary()).isEqualTo("the run wrote more than 10 GiB to shuffle");
              assertThat(verdict.evidence())
                  .containsExactly(
                      "0 B of 10.0 GiB were repeated work", "stage 7 crossed the line");
              assertThat(verdict.retry()).isEqualTo(Retry.NO);
            });
  }

  @Test
  void addsUpWhatEveryAttemptWroteAndTellsTheRepeatedPart() {
    Outcome<State> outcome =
        judge(
            wrote(1, TASK, 100, SUCCEEDED),
            wrote(2, TASK, 20, FAILED),
            wrote(3, new TaskRef(7, 1, 1), 3, SUCCEEDED),
            wrote(4, TASK, 0, FAILED));
    assertThat(outcome.state()).isEqualTo(new State(123, 23, Severity.HEALTHY));
  }

  @Test
  void stopsOnlyWhereALimitWasSetForThat() {
    ShuffleBudget budget = new ShuffleBudget(100, 200L);
    Policy.Step<State> warned = budget.apply(budget.initial(), wrote(1, TASK, 200, SUCCEEDED));
    assertThat(warned.verdict().severity()).isEqualTo(Severity.WARN);
    assertThat(warned.verdict().summary()).contains("more than 100 B");
    Policy.Step<State> stopped = budget.apply(warned.state(), wrote(2, TASK, 1, SUCCEEDED));
    assertThat(stopped.verdict().severity()).isEqualTo(Severity.STOP);
    assertThat(stopped.verdict().summary()).contains("more than 200 B");
    assertThat(budget.apply(stopped.state(), wrote(3, TASK, 500, SUCCEEDED)).verdict())
        .isEqualTo(Verdict.healthy());
  }

  @Test
  void mayStopWithoutAWarningBefore() {
    ShuffleBudget budget = new ShuffleBudget(100, 200L);
    assertThat(budget.apply(budget.initial(), wrote(1, TASK, 201, SUCCEEDED)).verdict().isStop())
        .isTrue();
  }
}
