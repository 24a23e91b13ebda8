package dev.redline.listener.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.redline.listener.signal.Facts;
import dev.redline.listener.signal.Signal;
import dev.redline.listener.signal.Signal.FleetChanged;
import dev.redline.listener.signal.Signal.JobEnded;
import dev.redline.listener.signal.Signal.JobStarted;
import dev.redline.listener.signal.Signal.RunEnded;
import dev.redline.listener.signal.Signal.TaskStarted;
import dev.redline.listener.signal.Signal.UtilizationMeasured;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class UtilizationTest {
  private static final long MINUTE = 60_000;
  private static final long START = 28_333_333 * MINUTE;

  private final Utilization utilization = new Utilization(Duration.ofMinutes(5));
  private final List<UtilizationMeasured> told = new ArrayList<>();

  private Optional<UtilizationMeasured> after(Signal... signals) {
    Optional<UtilizationMeasured> measured = Optional.empty();
    for (Signal signal : signals) {
      measured = utilization.accept(signal);
      measured.ifPresent(told::add);
    }
    return measured;
  }

  private @Nullable Double windowAt(long atMs) {
    return after(new RunEnded(atMs)).orElseThrow().windowRatio();
  }

  private static Signal fleet(long atMs, int cores) {
    return new FleetChanged(atMs, 1, cores);
  }

  @Test
  void knowsNothingBeforeThereAreExecutors() {
    assertThat(after(new TaskStarted(START), new RunEnded(START))).isEmpty();
  }

  @Test
  void isToldEveryFewSecondsAndAtTheEnd() {
    for (int second = 0; second <= 60; second++) {
      after(fleet(START + 1_000L * second, 4));
    }
    assertThat(told).hasSize(6).allMatch(measured -> !measured.last());
    assertThat(after(new RunEnded(START + 60_001)))
        .hasValueSatisfying(
            measured -> {
              assertThat(measured.last()).isTrue();
              assertThat(measured.sinceMs()).isEqualTo(START);
            });
  }

  @Test
  void countsCoresThatHaveATaskOfThoseThereAre() {
    after(fleet(START, 4), new TaskStarted(START));
    assertThat(windowAt(START + MINUTE)).isCloseTo(0.25, within(1e-9));
    after(Facts.ran(START + MINUTE, MINUTE));
    assertThat(windowAt(START + 2 * MINUTE)).isCloseTo(0.125, within(1e-9));
    assertThat(windowAt(START + 20 * MINUTE)).isZero();
  }

  /** A task tells its run time at its end only; until then it must not look idle. */
  @Test
  void aTaskThatOutlastsTheWindowIsBusyAllTheTime() {
    after(fleet(START, 2), new TaskStarted(START), new TaskStarted(START));
    for (int minute = 1; minute <= 60; minute++) {
      assertThat(windowAt(START + minute * MINUTE)).isCloseTo(1.0, within(1e-9));
    }
  }

  @Test
  void overTheRunItIsRunTimeOverCoreTime() {
    after(fleet(START, 4), fleet(START + 1_000, 8), Facts.ran(START + 2_000, 700));
    after(Facts.ran(START + 2_500, 300), fleet(START + 3_000, 0));
    assertThat(after(new RunEnded(START + 9_000)).orElseThrow().runRatio()).isEqualTo(0.05);
  }

  @Test
  void timeThatGoesBackTakesNothingAway() {
    after(fleet(START + 1_000, 4), fleet(START, 8), Facts.ran(START + 500, 8_000));
    assertThat(after(new RunEnded(START + 3_000)).orElseThrow().runRatio()).isEqualTo(0.5);
  }

  @Test
  void isNeverAboveOneAndNullWithoutCores() {
    after(fleet(START, 1), new TaskStarted(START), new TaskStarted(START));
    assertThat(windowAt(START + MINUTE)).isEqualTo(1.0);
    after(fleet(START + MINUTE, 0));
    assertThat(windowAt(START + 30 * MINUTE)).isNull();
  }

  @Test
  void eventsThatWereDroppedAreForgottenWithTheirJob() {
    after(new JobStarted(START, 0), fleet(START, 1), new JobStarted(START, 0));
    after(new TaskStarted(START), new JobEnded(START, 0, true));
    assertThat(windowAt(START + MINUTE)).isZero();
    after(Facts.ran(START + MINUTE, 1), new TaskStarted(START + MINUTE));
    assertThat(windowAt(START + 6 * MINUTE)).isCloseTo(1.0, within(0.05));
  }

  @Test
  void aLeapOfTheClockCostsNoTime() {
    after(fleet(START, 1), new TaskStarted(START));
    assertThat(windowAt(Long.MAX_VALUE / 4)).isCloseTo(1.0, within(1e-9));
  }
}
