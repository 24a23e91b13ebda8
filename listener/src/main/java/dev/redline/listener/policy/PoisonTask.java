package dev.redline.listener.policy;

import dev.redline.listener.policy.Verdict.Retry;
import dev.redline.listener.policy.Verdict.Severity;
import dev.redline.listener.signal.ExecutorSize;
import dev.redline.listener.signal.LossCause;
import dev.redline.listener.signal.Signal;
import dev.redline.listener.signal.Signal.ExecutorLost;
import dev.redline.listener.signal.Signal.RunEnded;
import dev.redline.listener.signal.Signal.StageCompleted;
import dev.redline.listener.signal.Signal.TaskEnded;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Stops a run in which one task dies of memory wherever it is tried: Spark would try it four times
 * ({@code spark.task.maxFailures}) and lose an executor each time.
 *
 * <p>A death is an out-of-memory failure of the task, or the loss of its executor to memory while
 * it ran. Whether an executor's tasks or its loss are announced first does not matter.
 *
 * @param deaths deaths of one task, on different executors, at which the run is stopped; 0 turns
 *     the policy off
 * @param size what executors were granted, for the advice
 */
public record PoisonTask(int deaths, ExecutorSize size) implements Policy<PoisonTask.State> {

  public PoisonTask {
    if (deaths < 0) {
      throw new IllegalArgumentException("deaths must be from 0 up, was " + deaths);
    }
  }

  /** A partition of a stage, whichever attempt of the stage runs it. */
  record Partition(int stageId, int partition) {}

  /**
   * What is remembered: the executors each task died on, for tasks that died in active stages; the
   * tasks that went with an executor whose cause is not settled yet; the executors lost to memory.
   */
  record State(
      Map<Partition, Set<String>> deaths,
      Map<String, Set<Partition>> undecided,
      Map<String, LossCause> lostToMemory,
      boolean stopped) {}

  @Override
  public String id() {
    return "poison-task";
  }

  @Override
  public State initial() {
    return new State(Map.of(), Map.of(), Map.of(), false);
  }

  @Override
  public Step<State> apply(State state, Signal signal) {
    if (deaths == 0 || state.stopped) {
      return Step.quiet(state);
    } else if (signal instanceof TaskEnded task) {
      return onTask(state, task);
    } else if (signal instanceof ExecutorLost lost) {
      return onLoss(state, lost);
    } else if (signal instanceof StageCompleted stage && !stage.failed()) {
      return Step.quiet(without(state, stage.stageId()));
    } else if (signal instanceof RunEnded) {
      return Step.quiet(initial());
    }
    return Step.quiet(state);
  }

  private Step<State> onTask(State state, TaskEnded task) {
    Partition partition = new Partition(task.task().stageId(), task.task().partition());
    switch (task.outcome()) {
      case OUT_OF_MEMORY:
        return die(state, Set.of(partition), task.executorId(), LossCause.HEAP_OOM, task.atMs());
      case EXECUTOR_LOST:
        LossCause cause = state.lostToMemory.get(task.executorId());
        if (cause != null) {
          return die(state, Set.of(partition), task.executorId(), cause, task.atMs());
        }
        return Step.quiet(undecided(state, task.executorId(), partition));
      case SUCCEEDED:
        return state.deaths.containsKey(partition)
            ? Step.quiet(recovered(state, partition))
            : Step.quiet(state);
      default:
        return Step.quiet(state);
    }
  }

  private Step<State> onLoss(State state, ExecutorLost lost) {
    String executorId = lost.loss().executorId();
    Map<String, Set<Partition>> undecided = new HashMap<>(state.undecided);
    Set<Partition> partitions = undecided.remove(executorId);
    if (!lost.loss().cause().isMemory()) {
      return Step.quiet(new State(state.deaths, undecided, state.lostToMemory, false));
    }
    Map<String, LossCause> lostToMemory = new HashMap<>(state.lostToMemory);
    lostToMemory.put(executorId, lost.loss().cause());
    State next = new State(state.deaths, undecided, lostToMemory, false);
    return die(
        next,
        partitions == null ? Set.of() : partitions,
        executorId,
        lost.loss().cause(),
        lost.atMs());
  }

  private Step<State> die(
      State state, Set<Partition> partitions, String executorId, LossCause cause, long atMs) {
    Map<Partition, Set<String>> all = new HashMap<>(state.deaths);
    Verdict verdict = Verdict.healthy();
    for (Partition partition : partitions) {
      Set<String> executors = new HashSet<>(all.getOrDefault(partition, Set.of()));
      executors.add(executorId);
      all.put(partition, executors);
      if (executors.size() >= deaths && !verdict.isStop()) {
        verdict = verdict(partition, executors, cause, atMs);
      }
    }
    return new Step<>(
        new State(all, state.undecided, state.lostToMemory, verdict.isStop()), verdict);
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

  private static State undecided(State state, String executorId, Partition partition) {
    Map<String, Set<Partition>> undecided = new HashMap<>(state.undecided);
    Set<Partition> partitions = new HashSet<>(undecided.getOrDefault(executorId, Set.of()));
    partitions.add(partition);
    undecided.put(executorId, partitions);
    return new State(state.deaths, undecided, state.lostToMemory, state.stopped);
  }

  private static State recovered(State state, Partition partition) {
    Map<Partition, Set<String>> deaths = new HashMap<>(state.deaths);
    deaths.remove(partition);
    return new State(deaths, state.undecided, state.lostToMemory, state.stopped);
  }

  private static State without(State state, int stageId) {
    Map<Partition, Set<String>> deaths = new HashMap<>(state.deaths);
    deaths.keySet().removeIf(partition -> partition.stageId == stageId);
    Map<String, Set<Partition>> undecided = new HashMap<>();
    state.undecided.forEach(
        (executorId, partitions) -> {
          Set<Partition> rest = new HashSet<>(partitions);
          rest.removeIf(partition -> partition.stageId == stageId);
          if (!rest.isEmpty()) {
            undecided.put(executorId, rest);
          }
        });
    return new State(deaths, undecided, state.lostToMemory, state.stopped);
  }
}
