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
 * together with the executor that was lost last; it is blamed if it was lost after the attempts
 * before had failed.
 *
 * @param attempts the attempt of a stage at which the run is stopped, the first being 1; 0 turns
 *     the policy off, and 1 is as 2, since a first attempt follows no failure
 * @param size what executors were granted, for the advice
 */
public record StageChurn(int attempts, ExecutorSize size) implements Policy<StageChurn.State> {
  private static final Set<Class<? extends Signal>> WATCHES =
      Set.of(TaskEnded.class, ExecutorLost.class, StageCompleted.class, StagesRetired.class);

  /** Executors remembered at most of those that were blamed and still live, or left in peace. */
  static final int MAX_PENDING = 10_000;

  public StageChurn {
    if (attempts < 0) {
      throw new IllegalArgumentException("attempts must be from 0 up, was " + attempts);
    }
  }

  /** An attempt of a stage. */
  record Attempt(int stageId, int attempt) {}

  /** The dead executor that an attempt could not fetch from, and when that was settled. */
  record Culprit(String executorId, long atMs) {}

  /**
   * What is remembered: of stages that may run again the culprit of each failed attempt, and the
   * attempts that blame an executor of which no counted loss is known; the executors lost to
   * counted causes; and the executor lost last with its time, empty if its loss did not count.
   */
  record State(
      PMap<Attempt, Culprit> culprits,
      PMap<String, PSet<Attempt>> pending,
      PMap<String, LossCause> lost,
      String latest,
      long latestAtMs,
      boolean stopped) {

    State blaming(Attempt attempt, Culprit culprit) {
      return new State(culprits.plus(attempt, culprit), pending, lost, latest, latestAtMs, stopped);
    }

    State pending(PMap<String, PSet<Attempt>> otherPending) {
      return new State(culprits, otherPending, lost, latest, latestAtMs, stopped);
    }

    State stop() {
      return new State(culprits, pending, lost, latest, latestAtMs, true);
    }
  }

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
    return new State(
        HashTreePMap.empty(), HashTreePMap.empty(), HashTreePMap.empty(), "", 0, false);
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
    if (task.outcome() != TaskOutcome.FETCH_FAILED) {
      return Step.unchanged();
    }
    Attempt attempt = new Attempt(task.task().stageId(), task.task().stageAttempt());
    if (state.culprits.containsKey(attempt)) {
      return Step.unchanged();
    }
    String executorId = task.fetchedFrom();
    if (executorId.isEmpty()) {
      return isNews(state, attempt)
          ? judge(
              state.blaming(attempt, new Culprit(state.latest, task.atMs())), attempt, task.atMs())
          : Step.unchanged();
    }
    if (state.lost.containsKey(executorId)) {
      Culprit culprit = new Culprit(executorId, task.atMs());
      return judge(state.blaming(attempt, culprit), attempt, task.atMs());
    }
    return suspect(state, attempt, executorId);
  }

  /** Whether the last loss counts and came after the earlier attempts of the stage had failed. */
  private static boolean isNews(State state, Attempt attempt) {
    return !state.latest.isEmpty()
        && state.culprits.entrySet().stream()
            .filter(entry -> entry.getKey().stageId == attempt.stageId)
            .allMatch(entry -> entry.getValue().atMs < state.latestAtMs);
  }

  private static Step<State> suspect(State state, Attempt attempt, String executorId) {
    PSet<Attempt> before = state.pending.getOrDefault(executorId, HashTreePSet.empty());
    if (before.contains(attempt) || (before.isEmpty() && state.pending.size() >= MAX_PENDING)) {
      return Step.unchanged();
    }
    return Step.quiet(state.pending(state.pending.plus(executorId, before.plus(attempt))));
  }

  private Step<State> onLoss(State state, ExecutorLost lost) {
    String executorId = lost.loss().executorId();
    if (!lost.loss().counted()) {
      return Step.quiet(
          new State(state.culprits, state.pending.minus(executorId), state.lost, "", 0, false));
    }
    State next =
        new State(
            state.culprits,
            state.pending.minus(executorId),
            state.lost.plus(executorId, lost.loss().cause()),
            executorId,
            lost.atMs(),
            false);
    for (Attempt attempt : state.pending.getOrDefault(executorId, HashTreePSet.empty())) {
      if (!next.culprits.containsKey(attempt)) {
        Culprit culprit = new Culprit(executorId, lost.atMs());
        Step<State> step = judge(next.blaming(attempt, culprit), attempt, lost.atMs());
        if (step.verdict().isStop()) {
          return step;
        }
        next = step.after(next);
      }
    }
    return Step.quiet(next);
  }

  private Step<State> judge(State state, Attempt blamed, long atMs) {
    Map<Integer, String> culprits = new TreeMap<>();
    state.culprits.forEach(
        (attempt, culprit) -> {
          if (attempt.stageId == blamed.stageId) {
            culprits.put(attempt.attempt, culprit.executorId);
          }
        });
    return culprits.size() < Math.max(1, attempts - 1)
        ? Step.quiet(state)
        : new Step<>(state.stop(), verdict(state, blamed.stageId, culprits, atMs));
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
    List<Attempt> gone =
        state.culprits.keySet().stream()
            .filter(attempt -> stageIds.contains(attempt.stageId))
            .toList();
    PMap<String, PSet<Attempt>> pending = state.pending;
    for (Map.Entry<String, PSet<Attempt>> entry : state.pending.entrySet()) {
      List<Attempt> over =
          entry.getValue().stream().filter(attempt -> stageIds.contains(attempt.stageId)).toList();
      if (!over.isEmpty()) {
        PSet<Attempt> rest = entry.getValue().minusAll(over);
        pending =
            rest.isEmpty() ? pending.minus(entry.getKey()) : pending.plus(entry.getKey(), rest);
      }
    }
    return gone.isEmpty() && pending == state.pending
        ? Step.unchanged()
        : Step.quiet(
            new State(
                state.culprits.minusAll(gone),
                pending,
                state.lost,
                state.latest,
                state.latestAtMs,
                state.stopped));
  }
}
