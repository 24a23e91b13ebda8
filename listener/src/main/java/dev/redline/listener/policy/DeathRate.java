package dev.redline.listener.policy;

import dev.redline.listener.policy.Verdict.Retry;
import dev.redline.listener.policy.Verdict.Severity;
import dev.redline.listener.signal.ExecutorSize;
import dev.redline.listener.signal.Loss;
import dev.redline.listener.signal.LossCause;
import dev.redline.listener.signal.Signal;
import dev.redline.listener.signal.Signal.ExecutorLost;
import dev.redline.listener.signal.Signal.FleetChanged;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Stops a run whose executors die faster than it can use new ones.
 *
 * <p>Within the window it tolerates as many losses by memory as {@code max(tolerated, half the
 * executors)} and as many counted losses of any kind as {@code max(tolerated, 2 x executors)}. The
 * second is Spark's own rule, which it applies on YARN only ({@code ExecutorFailureTracker} and
 * {@code spark.executor.maxNumFailures}, Spark 3.5); here it holds on every cluster manager. The
 * executors are those that the run asked for, or the most that were ever alive at once where that
 * is more: a run that is still starting, or is losing its executors, does not tighten its own rule.
 *
 * @param window how far back losses count, above zero
 * @param memoryLosses losses by memory tolerated in the smallest run, from 0 up
 * @param losses counted losses tolerated in the smallest run, from 0 up
 * @param expected executors the run asked for, 0 where that is not known
 * @param size what executors were granted, for the advice
 */
public record DeathRate(
    Duration window, int memoryLosses, int losses, int expected, ExecutorSize size)
    implements Policy<DeathRate.State> {
  private static final Set<Class<? extends Signal>> WATCHES =
      Set.of(ExecutorLost.class, FleetChanged.class);

  /** Losses told in a verdict at most. */
  private static final int MAX_EVIDENCE = 20;

  public DeathRate {
    if (window.isZero() || window.isNegative()) {
      throw new IllegalArgumentException("window must be positive, was " + window);
    }
    if (memoryLosses < 0 || losses < 0) {
      throw new IllegalArgumentException(
          "tolerated losses must be from 0 up, were " + memoryLosses + " and " + losses);
    }
  }

  /**
   * The most executors asked for or ever alive at once, and the counted losses in the window: at
   * most as many as are tolerated and one more.
   */
  record State(int most, List<Loss> recent, boolean stopped) {}

  @Override
  public String id() {
    return "death-rate";
  }

  @Override
  public Set<Class<? extends Signal>> watches() {
    return WATCHES;
  }

  @Override
  public State initial() {
    return new State(expected, List.of(), false);
  }

  @Override
  public Step<State> apply(State state, Signal signal) {
    if (signal instanceof FleetChanged fleet && fleet.executors() > state.most) {
      return Step.quiet(new State(fleet.executors(), state.recent, state.stopped));
    } else if (signal instanceof ExecutorLost lost && lost.loss().counted() && !state.stopped) {
      return onLoss(state, lost);
    }
    return Step.unchanged();
  }

  private Step<State> onLoss(State state, ExecutorLost lost) {
    List<Loss> recent = new ArrayList<>();
    for (Loss earlier : state.recent) {
      if (lost.loss().atMs() - earlier.atMs() <= window.toMillis()) {
        recent.add(earlier);
      }
    }
    recent.add(Words.brief(lost.loss()));
    long byMemory = recent.stream().filter(loss -> loss.cause().isMemory()).count();
    int toleratedByMemory = Math.max(memoryLosses, state.most / 2);
    int tolerated = Math.max(losses, 2 * state.most);
    boolean memory = byMemory > toleratedByMemory;
    boolean stop = memory || recent.size() > tolerated;
    Verdict verdict =
        !stop
            ? Verdict.healthy()
            : memory
                ? verdict(lost, state, memoryOnly(recent), toleratedByMemory, " by memory")
                : verdict(lost, state, recent, tolerated, "");
    return new Step<>(new State(state.most, List.copyOf(recent), stop), verdict);
  }

  private static List<Loss> memoryOnly(List<Loss> recent) {
    return recent.stream().filter(loss -> loss.cause().isMemory()).toList();
  }

  private Verdict verdict(
      ExecutorLost lost, State state, List<Loss> losses, int tolerated, String kind) {
    LossCause cause = mostFrequent(losses);
    String summary =
        "%d executors lost%s in %s, tolerated are %d in a run of %d executors: %s"
            .formatted(
                losses.size(),
                kind,
                Words.duration(span(losses)),
                tolerated,
                state.most,
                cause.meaning());
    return new Verdict(
        Severity.STOP,
        id(),
        lost.atMs(),
        cause,
        summary,
        losses.stream().limit(MAX_EVIDENCE).map(Words::evidence).toList(),
        Advice.against(cause, size),
        cause.isMemory() ? Retry.YES_WITH_MORE_MEMORY : Retry.NO);
  }

  /** From the first to the last; losses whose cause was settled late come out of order. */
  private static Duration span(List<Loss> losses) {
    LongSummaryStatistics times = losses.stream().mapToLong(Loss::atMs).summaryStatistics();
    return Duration.ofMillis(times.getMax() - times.getMin());
  }

  private static LossCause mostFrequent(List<Loss> losses) {
    Map<LossCause, Integer> counts = new TreeMap<>();
    losses.forEach(loss -> counts.merge(loss.cause(), 1, Integer::sum));
    return counts.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .orElse(LossCause.UNKNOWN);
  }
}
