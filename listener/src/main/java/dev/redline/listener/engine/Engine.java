package dev.redline.listener.engine;

import dev.redline.catalog.Setting;
import dev.redline.catalog.Settings;
import dev.redline.listener.loss.LossLedger;
import dev.redline.listener.policy.Advice;
import dev.redline.listener.policy.DeathRate;
import dev.redline.listener.policy.ExecutorLosses;
import dev.redline.listener.policy.LowUtilization;
import dev.redline.listener.policy.MemoryPressure;
import dev.redline.listener.policy.PoisonTask;
import dev.redline.listener.policy.Policy;
import dev.redline.listener.policy.ShuffleBudget;
import dev.redline.listener.policy.StageChurn;
import dev.redline.listener.policy.Verdict;
import dev.redline.listener.policy.Verdict.Severity;
import dev.redline.listener.signal.ExecutorSize;
import dev.redline.listener.signal.Memory;
import dev.redline.listener.signal.Signal;
import dev.redline.listener.signal.Signal.ExecutorAdded;
import dev.redline.listener.signal.Signal.ExecutorRemoved;
import dev.redline.listener.signal.Signal.FleetChanged;
import dev.redline.listener.signal.Signal.MemoryAssessed;
import dev.redline.listener.signal.Signal.MemoryMeasured;
import dev.redline.listener.signal.Signal.MemoryPeaked;
import dev.redline.listener.signal.Signal.RunEnded;
import dev.redline.listener.signal.SqlShuffle;
import dev.redline.listener.signal.StageShuffle;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Puts every signal, and those derived from it, through the policies that watch its kind and keeps
 * what they conclude: all warnings, and the first stop.
 *
 * <p>The same on a live run and on a replayed one. Not thread-safe: one thread at a time. Memory is
 * bounded by executors, active stages and active SQL executions; the end of a task that succeeded
 * allocates nothing here.
 */
public final class Engine {
  private final LossLedger losses = new LossLedger();
  private final Fleet fleet = new Fleet();
  private final ExecutorSize size;
  private final StageLife stages = new StageLife();
  private final ShuffleTally shuffle;
  private final Utilization utilization;
  private final MemoryAssessment memory;
  private final Map<Class<? extends Signal>, List<Watch<?>>> watches = new HashMap<>();
  private final Consumer<Signal> onSignal;
  private final List<Verdict> warnings = new ArrayList<>();
  private Memory peak = Memory.NONE;
  private Verdict worst = Verdict.healthy();
  private boolean ended;

  /**
   * An engine with the policies that the settings describe.
   *
   * @param settings limits
   * @param size what each executor was granted
   * @param expectedExecutors executors the run asked for, 0 where that is not known
   * @param onSignal told of every signal, raw or derived, before the policies judge it
   */
  public Engine(
      Settings settings, ExecutorSize size, int expectedExecutors, Consumer<Signal> onSignal) {
    this.size = size;
    ShuffleBudget budget =
        new ShuffleBudget(
            settings.bytes(Setting.SHUFFLE_LIMIT),
            settings.given(Setting.SHUFFLE_STOP_ABOVE, Long.class).orElse(null));
    this.memory = new MemoryAssessment(size, settings.count(Setting.MEMORY_HEARTBEATS));
    this.shuffle = new ShuffleTally(budget.limitsBytes());
    this.utilization = new Utilization(settings.duration(Setting.UTILIZATION_WINDOW));
    this.onSignal = onSignal;
    policies(settings, budget, size, expectedExecutors).forEach(this::watch);
  }

  private <S> void watch(Policy<S> policy) {
    Watch<S> watch = new Watch<>(policy);
    policy
        .watches()
        .forEach(kind -> watches.computeIfAbsent(kind, k -> new ArrayList<>()).add(watch));
  }

  /** The policies in force, those that stop first. */
  private static List<Policy<?>> policies(
      Settings settings, ShuffleBudget budget, ExecutorSize size, int expectedExecutors) {
    return List.of(
        new PoisonTask(settings.count(Setting.POISON_TASK_DEATHS), size),
        new StageChurn(settings.count(Setting.STAGE_CHURN_ATTEMPTS), size),
        new DeathRate(
            settings.duration(Setting.DEATH_RATE_WINDOW),
            settings.count(Setting.DEATH_RATE_MEMORY_LOSSES),
            settings.count(Setting.DEATH_RATE_LOSSES),
            expectedExecutors,
            size),
        new ExecutorLosses(size),
        budget,
        new MemoryPressure(
            settings.ratio(Setting.MEMORY_LIMIT),
            settings.given(Setting.MEMORY_STOP_ABOVE, Double.class).orElse(null),
            Math.max(1, settings.count(Setting.MEMORY_SUSTAINED)),
            size),
        new LowUtilization(
            settings.ratio(Setting.UTILIZATION_LIMIT),
            settings.duration(Setting.UTILIZATION_WINDOW),
            settings.duration(Setting.UTILIZATION_GRACE)));
  }

  /**
   * Takes a signal from Spark; after a stop was latched, and after the run's end, signals are
   * recorded but not judged.
   */
  public void accept(Signal signal) {
    dispatch(signal);
    if (signal instanceof MemoryMeasured measured) {
      Signal assessed = memory.assess(measured);
      dispatchAll(losses.accept(assessed));
      dispatch(assessed);
    } else if (signal instanceof ExecutorAdded added) {
      fleet.add(added).ifPresent(this::dispatchFleet);
    } else if (signal instanceof ExecutorRemoved removed) {
      memory.forget(removed.executorId());
      fleet.remove(removed).ifPresent(this::dispatchFleet);
    }
    dispatchAll(losses.accept(signal));
    shuffle.accept(signal).ifPresent(this::dispatch);
    stages.accept(signal).ifPresent(this::dispatch);
    utilization.accept(signal).ifPresent(this::dispatch);
    ended |= signal instanceof RunEnded;
  }

  private void dispatchFleet(FleetChanged fleetNow) {
    dispatch(fleetNow);
    utilization.accept(fleetNow).ifPresent(this::dispatch);
  }

  private void dispatchAll(List<? extends Signal> signals) {
    for (int i = 0; i < signals.size(); i++) {
      dispatch(signals.get(i));
    }
  }

  private void dispatch(Signal signal) {
    onSignal.accept(signal);
    if (signal instanceof MemoryAssessed assessed) {
      peak = peak.max(assessed.memory());
    } else if (signal instanceof MemoryPeaked peaked) {
      peak = peak.max(size.assess(peaked.heapBytes(), peaked.residentBytes()));
    }
    List<Watch<?>> watching = watches.get(signal.getClass());
    if (watching == null) {
      return;
    }
    for (int i = 0; i < watching.size() && !worst.isStop() && !ended; i++) {
      Verdict verdict = watching.get(i).apply(signal);
      if (verdict.severity() != Severity.HEALTHY) {
        conclude(Advice.sharpen(verdict, size, peak));
      }
    }
  }

  private void conclude(Verdict verdict) {
    if (!verdict.isStop()) {
      warnings.add(verdict);
    }
    worst = Verdict.worse(worst, verdict);
  }

  /** The worst verdict so far; the first stop, once there is one. */
  public Verdict worst() {
    return worst;
  }

  /** Every warning so far, in the order of event time. */
  public List<Verdict> warnings() {
    return List.copyOf(warnings);
  }

  /** The stages that wrote most to shuffle so far, largest first. */
  public List<StageShuffle> topStages() {
    return shuffle.topStages();
  }

  /** The SQL executions that wrote most to shuffle so far, largest first. */
  public List<SqlShuffle> topSqlExecutions() {
    return shuffle.topExecutions();
  }

  /** A policy and its state. */
  private static final class Watch<S> {
    private final Policy<S> policy;
    private S state;

    Watch(Policy<S> policy) {
      this.policy = policy;
      this.state = policy.initial();
    }

    Verdict apply(Signal signal) {
      Policy.Step<S> step = policy.apply(state, signal);
      state = step.after(state);
      return step.verdict();
    }
  }
}
