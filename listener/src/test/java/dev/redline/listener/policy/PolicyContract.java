package dev.redline.listener.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.redline.listener.policy.Verdict.Severity;
import dev.redline.listener.signal.Signal;
import dev.redline.listener.signal.Signal.RunStarted;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every policy promises, whatever it watches. A test of a policy extends this and says how its
 * own policy is made and measured.
 *
 * @param <S> the policy's state
 */
abstract class PolicyContract<S> {
  private static final int MANY = 1_000_000;

  /** The policy with limits that {@link #crossing} crosses. */
  abstract Policy<S> policy();

  /** The policy with limits that nothing crosses, so that it watches to the end. */
  abstract Policy<S> patient();

  /** Signals that lead it to its conclusion. */
  abstract List<Signal> crossing();

  /** Signals of one time, of which none says anything about another. */
  abstract List<Signal> independent(Random random);

  /** The run in which these are a moment; by default nothing else happens in it. */
  List<Signal> around(List<Signal> moment) {
    return moment;
  }

  /** How many things a state remembers. */
  abstract int remembered(S state);

  /** How many it may remember at most of a run of {@link RandomSignals}. */
  abstract int mostRemembered();

  /** What a sequence of signals led to. */
  record Outcome<S>(S state, List<Verdict> verdicts) {
    Severity worst() {
      return verdicts.stream().reduce(Verdict.healthy(), Verdict::worse).severity();
    }
  }

  Outcome<S> judge(List<Signal> signals) {
    Policy<S> policy = policy();
    S state = policy.initial();
    List<Verdict> verdicts = new ArrayList<>();
    for (Signal signal : signals) {
      Policy.Step<S> step = policy.apply(state, signal);
      state = step.after(state);
      if (step.verdict().severity() != Severity.HEALTHY) {
        verdicts.add(step.verdict());
      }
    }
    return new Outcome<>(state, verdicts);
  }

  Outcome<S> judge(Signal... signals) {
    return judge(List.of(signals));
  }

  static LongStream seeds() {
    return LongStream.range(0, 50);
  }

  @Test
  void hasNothingToSayWithoutSignals() {
    assertThat(judge(List.of()).verdicts()).isEmpty();
    assertThat(judge(new RunStarted(1, "app-1", "job"))).isEqualTo(judge(List.of()));
    assertThat(remembered(policy().initial())).isZero();
  }

  @Test
  void signsWhatItSaysAndGivesTheTimeOfTheEvent() {
    List<Signal> crossing = crossing();
    assertThat(judge(crossing).verdicts())
        .isNotEmpty()
        .allSatisfy(
            verdict -> {
              assertThat(verdict.policy()).isEqualTo(policy().id()).matches("[a-z]+(-[a-z]+)*");
              assertThat(verdict.summary()).isNotBlank().doesNotEndWith(".");
              assertThat(verdict.advice()).isNotEmpty();
              assertThat(crossing).extracting(Signal::atMs).contains(verdict.atMs());
            });
  }

  @Test
  void speaksOnce() {
    List<Signal> twice = new ArrayList<>(crossing());
    int said = judge(twice).verdicts().size();
    twice.addAll(crossing());
    assertThat(judge(twice).verdicts()).hasSize(said);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void sameSignalsGiveTheSameVerdicts(long seed) {
    List<Signal> signals = RandomSignals.of(seed, 300);
    assertThat(judge(signals)).isEqualTo(judge(RandomSignals.of(seed, 300)));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void everyVerdictIsWorseThanTheOneBefore(long seed) {
    List<Signal> signals = new ArrayList<>(RandomSignals.of(seed, 300));
    signals.addAll(crossing());
    signals.addAll(RandomSignals.of(seed + 1_000, 100));
    assertThat(judge(signals).verdicts())
        .extracting(Verdict::severity)
        .isSorted()
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void theOrderOfOneMomentDoesNotMatter(long seed) {
    List<Signal> signals = new ArrayList<>(independent(new Random(seed)));
    Severity asGiven = judge(around(signals)).worst();
    Collections.shuffle(signals, new Random(seed));
    assertThat(judge(around(signals)).worst()).isEqualTo(asGiven);
  }

  @Test
  void momentsDifferInTheirVerdicts() {
    assertThat(seeds().mapToObj(seed -> judge(around(independent(new Random(seed)))).worst()))
        .as("verdicts on which the order of one moment was tried")
        .contains(Severity.HEALTHY)
        .contains(judge(crossing()).worst());
  }

  @Test
  void remembersLittleOfALongRun() {
    Policy<S> policy = patient();
    RandomSignals source = new RandomSignals(7);
    S state = policy.initial();
    int most = 0;
    for (int i = 0; i < MANY; i++) {
      Policy.Step<S> step = policy.apply(state, source.next());
      assertThat(step.verdict().isStop()).isFalse();
      state = step.after(state);
      most = i % 1_000 == 0 ? Math.max(most, remembered(state)) : most;
    }
    assertThat(most).isLessThanOrEqualTo(mostRemembered());
  }

  @Test
  void isGivenEveryKindThatChangesIt() {
    Policy<S> policy = policy();
    RandomSignals source = new RandomSignals(3);
    S state = policy.initial();
    for (int i = 0; i < 10_000; i++) {
      Signal signal = source.next();
      Policy.Step<S> step = policy.apply(state, signal);
      if (!policy.watches().contains(signal.getClass())) {
        assertThat(step).as("%s", signal).isSameAs(Policy.Step.unchanged());
      }
      state = step.after(state);
    }
  }
}
