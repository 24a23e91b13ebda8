package dev.redline.listener.policy;

import dev.redline.listener.policy.Verdict.Retry;
import dev.redline.listener.policy.Verdict.Severity;
import dev.redline.listener.signal.ExecutorSize;
import dev.redline.listener.signal.LossCause;
import dev.redline.listener.signal.Memory;
import dev.redline.listener.signal.Signal;
import dev.redline.listener.signal.Signal.ExecutorRemoved;
import dev.redline.listener.signal.Signal.MemoryAssessed;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/**
 * Warns when an executor's live heap or its overhead stays above the redline, and stops the run
 * only where a second limit was set.
 *
 * <p>Raw heap use and raw resident memory are not looked at: on a healthy run both sit near their
 * limits for minutes.
 *
 * @param limitRatio share above which it warns
 * @param stopAboveRatio share above which it stops, or null for never
 * @param heartbeats how many heartbeats of one executor in a row must be above, from 1 up
 * @param size what executors were granted, for the advice
 */
public record MemoryPressure(
    double limitRatio, @Nullable Double stopAboveRatio, int heartbeats, ExecutorSize size)
    implements Policy<MemoryPressure.State> {
  private static final Set<Class<? extends Signal>> WATCHES =
      Set.of(MemoryAssessed.class, ExecutorRemoved.class);

  public MemoryPressure {
    if (heartbeats < 1) {
      throw new IllegalArgumentException("heartbeats must be from 1 up, was " + heartbeats);
    }
  }

  /** Heartbeats in a row above the limits of one executor, of live heap and of overhead. */
  record Streak(int heap, int heapStop, int overhead, int overheadStop) {
    private static final Streak NONE = new Streak(0, 0, 0, 0);
  }

  /** The streaks that go on, by executor, and what was said. */
  record State(PMap<String, Streak> streaks, Severity said) {}

  @Override
  public String id() {
    return "memory-pressure";
  }

  @Override
  public Set<Class<? extends Signal>> watches() {
    return WATCHES;
  }

  @Override
  public State initial() {
    return new State(HashTreePMap.empty(), Severity.HEALTHY);
  }

  @Override
  public Step<State> apply(State state, Signal signal) {
    if (signal instanceof MemoryAssessed assessed) {
      return onMemory(state, assessed);
    }
    return signal instanceof ExecutorRemoved removed
            && state.streaks.containsKey(removed.executorId())
        ? Step.quiet(new State(state.streaks.minus(removed.executorId()), state.said))
        : Step.unchanged();
  }

  private Step<State> onMemory(State state, MemoryAssessed assessed) {
    Streak before = state.streaks.getOrDefault(assessed.executorId(), Streak.NONE);
    Streak streak = next(before, assessed.memory());
    if (streak.equals(before)) {
      return Step.unchanged();
    }
    PMap<String, Streak> streaks =
        streak.equals(Streak.NONE)
            ? state.streaks.minus(assessed.executorId())
            : state.streaks.plus(assessed.executorId(), streak);
    Severity heap = severity(streak.heap, streak.heapStop);
    Severity overhead = severity(streak.overhead, streak.overheadStop);
    Severity worst = heap.compareTo(overhead) >= 0 ? heap : overhead;
    return worst.compareTo(state.said) <= 0
        ? Step.quiet(new State(streaks, state.said))
        : new Step<>(new State(streaks, worst), verdict(worst, heap == worst, assessed));
  }

  /** What was not measured neither prolongs a streak nor ends it; a full streak grows no more. */
  private Streak next(Streak streak, Memory memory) {
    return new Streak(
        next(streak.heap, memory.liveHeapRatio(), limitRatio),
        next(streak.heapStop, memory.liveHeapRatio(), stopAboveRatio),
        next(streak.overhead, memory.overheadRatio(), limitRatio),
        next(streak.overheadStop, memory.overheadRatio(), stopAboveRatio));
  }

  private int next(int streak, @Nullable Double ratio, @Nullable Double limit) {
    if (ratio == null || limit == null) {
      return streak;
    }
    return ratio > limit ? Math.min(streak + 1, heartbeats) : 0;
  }

  private Severity severity(int warnStreak, int stopStreak) {
    if (stopStreak >= heartbeats) {
      return Severity.STOP;
    }
    return warnStreak >= heartbeats ? Severity.WARN : Severity.HEALTHY;
  }

  private Verdict verdict(Severity severity, boolean heap, MemoryAssessed assessed) {
    Double ratio = heap ? assessed.memory().liveHeapRatio() : assessed.memory().overheadRatio();
    double limit =
        severity == Severity.STOP && stopAboveRatio != null ? stopAboveRatio : limitRatio;
    LossCause threatening = heap ? LossCause.HEAP_OOM : LossCause.CONTAINER_OOM;
    return new Verdict(
        severity,
        id(),
        assessed.atMs(),
        null,
        "executor %s is at %s of its %s, the redline is %s"
            .formatted(
                assessed.executorId(),
                ratio == null ? "?" : Words.percent(ratio),
                heap ? "live heap" : "memory overhead",
                Words.percent(limit)),
        List.of(
            "it was above in %d heartbeats in a row".formatted(heartbeats),
            "it may be lost next: " + threatening.meaning()),
        Advice.against(threatening, size),
        Retry.YES_WITH_MORE_MEMORY);
  }
}
