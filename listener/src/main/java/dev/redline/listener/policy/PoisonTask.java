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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.pcollections.HashTreePMap;
import org.pcollections.HashTreePSet;
import org.pcollections.PMap;
import org.pcollections.PSet;

/**
 * Stops a run in which one task dies of memory wherever it is tried: Spark would try it four times
 * ({@code spark.task.maxFailures}) and lose an executor each time.
 *
 * <p>A death is an out-of-memory failure of the task, or the loss of its executor to memory while
 * it ran. Whether an executor's tasks or its loss are announced first does not matter. A task is
 * the same in every attempt of its stage; it starts anew when it succeeds, when its stage does, and
 * when no job needs the stage any more.
 *
 * @param deaths deaths of one task, on different executors, at which the run is stopped; 0 turns
 *     the policy off
 * @param size what executors were granted, for the advice
 */
public record PoisonTask(int deaths, ExecutorSize size) implements Policy<PoisonTask.State> {
  private static final Set<Class<? extends Signal>> WATCHES =
      Set.of(TaskEnded.class, ExecutorLost.class, StageCompleted.class, StagesRetired.class);

  /** Tasks that died remembered at most; a run with more of them at once has other troubles. */
  static final int MAX_TASKS = 10_000;

  /** Undecided tasks remembered of one executor at most; more than any has cores. */
  static final int MAX_TASKS_OF_EXECUTOR = 1_000;

  public PoisonTask {
    if (deaths < 0) {
      throw new IllegalArgumentException("deaths must be from 0 up, was " + deaths);
    }
  }

  /** A partition of a stage, whichever attempt of the stage runs it. */
  record Partition(int stageId, int partition) {}

  /**
   * What is remembered: of stages that may run again the executors each task died on, and the tasks
   * that went with an executor before the cause of that was settled; and the executors lost.
   */
  record State(
      PMap<Partition, PSet<String>> deaths,
      PMap<String, PSet<Partition>> undecided,
      PMap<String, LossCause> lost,
      boolean stopped) {

    State dying(PMap<Partition, PSet<String>> otherDeaths) {
      return new State(otherDeaths, undecided, lost, stopped);
    }

    State stop() {
      return new State(deaths, undecided, lost, true);
    }
  }

  @Override
  public String id() {
    return "poison-task";
  }

  @Override
  public Set<Class<? extends Signal>> watches() {
    return WATCHES;
  }

  @Override
  public State initial() {
    return new State(HashTreePMap.empty(), HashTreePMap.empty(), HashTreePMap.empty(), false);
  }

  @Override
  public Step<State> apply(State state, Signal signal) {
    if (deaths == 0 || state.stopped) {
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
    return switch (task.outcome()) {
      case OUT_OF_MEMORY ->
          die(state, partition(task), task.executorId(), LossCause.HEAP_OOM, task.atMs());
      case EXECUTOR_LOST -> onTaskOfLostExecutor(state, task);
      case SUCCEEDED ->
          state.deaths.isEmpty() || !state.deaths.containsKey(partition(task))
              ? Step.unchanged()
              : Step.quiet(state.dying(state.deaths.minus(partition(task))));
      default -> Step.unchanged();
    };
  }

  private static Partition partition(TaskEnded task) {
    return new Partition(task.task().stageId(), task.task().partition());
  }

  private Step<State> onTaskOfLostExecutor(State state, TaskEnded task) {
    LossCause cause = state.lost.get(task.executorId());
    if (cause != null) {
      return cause.isMemory()
          ? die(state, partition(task), task.executorId(), cause, task.atMs())
          : Step.unchanged();
    }
    PSet<Partition> before = state.undecided.getOrDefault(task.executorId(), HashTreePSet.empty());
    if (before.size() >= MAX_TASKS_OF_EXECUTOR) {
      return Step.unchanged();
    }
    PMap<String, PSet<Partition>> undecided =
        state.undecided.plus(task.executorId(), before.plus(partition(task)));
    return Step.quiet(new State(state.deaths, undecided, state.lost, false));
  }

  private Step<State> onLoss(State state, ExecutorLost lost) {
    String executorId = lost.loss().executorId();
    LossCause cause = lost.loss().cause();
    PSet<Partition> decided = state.undecided.getOrDefault(executorId, HashTreePSet.empty());
    State next =
        new State(
            state.deaths,
            state.undecided.minus(executorId),
            state.lost.plus(executorId, cause),
            false);
    if (cause.isMemory()) {
      for (Partition partition : decided) {
        Step<State> step = die(next, partition, executorId, cause, lost.atMs());
        if (step.verdict().isStop()) {
          return step;
        }
        next = step.after(next);
      }
    }
    return Step.quiet(next);
  }

  private Step<State> die(
      State state, Partition partition, String executorId, LossCause cause, long atMs) {
    PSet<String> before = state.deaths.getOrDefault(partition, HashTreePSet.empty());
    if (before.isEmpty() && state.deaths.size() >= MAX_TASKS) {
      return Step.unchanged();
    }
    PSet<String> executors = before.plus(executorId);
    State next = state.dying(state.deaths.plus(partition, executors));
    return executors.size() < deaths
        ? Step.quiet(next)
        : new Step<>(next.stop(), verdict(partition, executors, cause, atMs));
  }

  private Verdict verdict(Partition partition, Set<String> executors, LossCause cause, long atMs) {
    List<String> ids = new ArrayList<>(executors);
    ids.sort(Words.BY_NUMBER);
    return new Verdict(
        Severity.STOP,
        id(),
        atMs,
        cause,
        "task %d of stage %d ran out of memory on %d executors (%s): %s"
            .formatted(
                partition.partition,
                partition.stageId,
                executors.size(),
                String.join(", ", ids),
                cause.meaning()),
        List.of("Spark would have tried this task again and lost an executor each time"),
        Advice.against(cause, size),
        Retry.YES_WITH_MORE_MEMORY);
  }

  private static Step<State> forget(State state, Set<Integer> stageIds) {
    List<Partition> dead =
        state.deaths.keySet().stream().filter(task -> stageIds.contains(task.stageId)).toList();
    PMap<String, PSet<Partition>> undecided = state.undecided;
    for (Map.Entry<String, PSet<Partition>> entry : state.undecided.entrySet()) {
      List<Partition> gone =
          entry.getValue().stream().filter(task -> stageIds.contains(task.stageId)).toList();
      if (!gone.isEmpty()) {
        PSet<Partition> rest = entry.getValue().minusAll(gone);
        undecided =
            rest.isEmpty() ? undecided.minus(entry.getKey()) : undecided.plus(entry.getKey(), rest);
      }
    }
    return dead.isEmpty() && undecided == state.undecided
        ? Step.unchanged()
        : Step.quiet(new State(state.deaths.minusAll(dead), undecided, state.lost, state.stopped));
  }
}
