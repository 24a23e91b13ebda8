package dev.redline.listener.policy;

import dev.redline.listener.policy.Verdict.Retry;
import dev.redline.listener.policy.Verdict.Severity;
import dev.redline.listener.signal.ExecutorSize;
import dev.redline.listener.signal.LossCause;
import dev.redline.listener.signal.Signal;
import dev.redline.listener.signal.Signal.ExecutorLost;
import dev.redline.listener.signal.Signal.StageCompleted;
import dev.redline.listener.signal.Signal.StagesRetired;
import dev.redline.listener.signal.Signal.TaskEnded;
import dev.redline.listener.signal.TaskOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.pcollections.HashTreePMap;
import org.pcollections.HashTreePSet;
import org.pcollections.PMap;
import org.pcollections.PSet;

/**
 * Stops a run in which a stage starts over again and again because the executors that held its
 * input die: each death costs the stages that wrote that input, and the next attempt meets the next
 * death. Spark goes on until a stage has failed four times in a row ({@code
 * spark.stage.maxConsecutiveAttempts}).
 *
 * <p>An attempt counts when one of its tasks could not fetch from an executor that was lost to a
 * counted cause; executors that left for the cluster's reasons never count. Such a fetch ends the
 * attempt in Spark, so the next one follows. Whether the fetch or the loss is announced first does
 * not matter. Where Spark names no executor ("missing an output location"), the output was given up
 * together with the executor that was lost last; it is blamed unless an earlier attempt was its
 * fault already.
 *
 * @param attempts the attempt of a stage at which the run is stopped, the first being 1; 0 turns
 *     the policy off, and 1 is as 2, since a first attempt follows no failure
 * @param size what executors were granted, for the advice
 */
public record StageChurn(int attempts, ExecutorSize size) implements Policy<StageChurn.State> {
  private static final Set<Class<? extends Signal>> WATCHES =
      Set.of(TaskEnded.class, ExecutorLost.class, StageCompleted.class, StagesRetired.class);

  /** Failed fetches remembered at most; in such a storm a further one says nothing new. */
  static final int MAX_BLAMES = 10_000;

  public StageChurn {
    if (attempts < 0) {
      throw new IllegalArgumentException("attempts must be from 0 up, was " + attempts);
    }
  }

  /** An attempt of a stage that could not fetch from an executor. */
  record Blame(int stageId, int attempt, String executorId) {}

  /**
   * What is remembered: the fetches that failed in stages which may run again, the executors lost
   * to counted causes, and the executor lost last, empty if that was none of them.
   */
  record State(PSet<Blame> blames, PMap<String, LossCause> lost, String latest, boolean stopped) {}

  @Override
  public String id() {
    return "stage-churn";
  }

  @Override
  public Set<Class<? extends Signal>> watches() {
    return WATCHES;
  }

  @Override
  public State initial() {
    return new State(HashTreePSet.empty(), HashTreePMap.empty(), "", false);
  }

  @Override
  public Step<State> apply(State state, Signal signal) {
    if (attempts == 0 || state.stopped) {
      return Step.unchanged();
    } else if (signal instanceof TaskEnded task) {
      return onTask(state, task);
    } else if (signal instanceof ExecutorLost lost) {
      return onLoss(state, lost);
    } else if (signal instanceof StageCompleted stage && !stage.failed()) {
      return forget(state, Set.of(stage.stageId()));
    } else if (signal instanceof StagesRetired retired) {
      return forget(state, retired.stageIds());
    }
    return Step.unchanged();
  }

  private Step<State> onTask(State state, TaskEnded task) {
    if (task.outcome() != TaskOutcome.FETCH_FAILED || state.blames.size() >= MAX_BLAMES) {
      return Step.unchanged();
    }
    int stageId = task.task().stageId();
    int attempt = task.task().stageAttempt();
    String executorId = task.fetchedFrom();
    if (executorId.isEmpty()) {
      executorId = state.latest;
      if (executorId.isEmpty() || isBlamedBefore(state, stageId, attempt, executorId)) {
        return Step.unchanged();
      }
    }
    Blame blame = new Blame(stageId, attempt, executorId);
    if (state.blames.contains(blame)) {
      return Step.unchanged();
    }
    State next = new State(state.blames.plus(blame), state.lost, state.latest, false);
    return state.lost.containsKey(executorId)
        ? judge(next, stageId, task.atMs())
        : Step.quiet(next);
  }

  private static boolean isBlamedBefore(State state, int stageId, int attempt, String executorId) {
    return state.blames.stream()
        .anyMatch(
            blame ->
                blame.stageId == stageId
                    && blame.attempt < attempt
                    && blame.executorId.equals(executorId));
  }

  private Step<State> onLoss(State state, ExecutorLost lost) {
    String executorId = lost.loss().executorId();
    if (!lost.loss().counted()) {
      return state.latest.isEmpty()
          ? Step.unchanged()
          : Step.quiet(new State(state.blames, state.lost, "", false));
    }
    PMap<String, LossCause> all = state.lost.plus(executorId, lost.loss().cause());
    State next = new State(state.blames, all, executorId, false);
    for (Blame blame : state.blames) {
      if (blame.executorId.equals(executorId)) {
        Step<State> step = judge(next, blame.stageId, lost.atMs());
        if (step.verdict().isStop()) {
          return step;
        }
      }
    }
    return Step.quiet(next);
  }

  private Step<State> judge(State state, int stageId, long atMs) {
    Map<Integer, String> culprits = new TreeMap<>();
    for (Blame blame : state.blames) {
      if (blame.stageId == stageId && state.lost.containsKey(blame.executorId)) {
        culprits.merge(blame.attempt, blame.executorId, StageChurn::first);
      }
    }
    return culprits.size() < Math.max(1, attempts - 1)
        ? Step.quiet(state)
        : new Step<>(
            new State(state.blames, state.lost, state.latest, true),
            verdict(state, stageId, culprits, atMs));
  }

  private static String first(String executorId, String other) {
    return Words.BY_NUMBER.compare(executorId, other) <= 0 ? executorId : other;
  }

  private Verdict verdict(State state, int stageId, Map<Integer, String> culprits, long atMs) {
    List<String> evidence = new ArrayList<>();
    LossCause cause = LossCause.UNKNOWN;
    for (Map.Entry<Integer, String> culprit : culprits.entrySet()) {
      cause = state.lost.getOrDefault(culprit.getValue(), LossCause.UNKNOWN);
      evidence.add(
          "attempt %d could not fetch from executor %s: %s"
              .formatted(culprit.getKey() + 1, culprit.getValue(), cause.meaning()));
    }
    List<String> advice = new ArrayList<>(Advice.against(cause, size));
    advice.add("keep shuffle output apart from executors: an external shuffle service, or S3");
    return new Verdict(
        Severity.STOP,
        id(),
        atMs,
        cause,
        "stage %d has to be tried a %s time, since executors that held its input died (%s): %s"
            .formatted(
                stageId,
                Words.ordinal(culprits.size() + 1),
                String.join(", ", culprits.values()),
                cause.meaning()),
        evidence,
        advice,
        cause.isMemory() ? Retry.YES_WITH_MORE_MEMORY : Retry.NO);
  }

  private static Step<State> forget(State state, Set<Integer> stageIds) {
    List<Blame> gone =
        state.blames.stream().filter(blame -> stageIds.contains(blame.stageId)).toList();
    return gone.isEmpty()
        ? Step.unchanged()
        : Step.quiet(
            new State(state.blames.minusAll(gone), state.lost, state.latest, state.stopped));
  }
}
