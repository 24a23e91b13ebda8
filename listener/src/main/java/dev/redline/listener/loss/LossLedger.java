package dev.redline.listener.loss;

import dev.redline.listener.signal.Loss;
import dev.redline.listener.signal.LossCause;
import dev.redline.listener.signal.Signal;
import dev.redline.listener.signal.Signal.ExecutorExcluded;
import dev.redline.listener.signal.Signal.ExecutorLost;
import dev.redline.listener.signal.Signal.ExecutorRemoved;
import dev.redline.listener.signal.Signal.JobEnded;
import dev.redline.listener.signal.Signal.JobStarted;
import dev.redline.listener.signal.Signal.MemoryAssessed;
import dev.redline.listener.signal.Signal.RunEnded;
import dev.redline.listener.signal.Signal.TaskEnded;
import dev.redline.listener.signal.TaskOutcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one loss for each executor, however many events announce it, and settles its cause.
 *
 * <p>The first announcement decides, with two exceptions. A cause that says little ({@link
 * LossCause#UNKNOWN}, {@link LossCause#DISCONNECTED}, {@link LossCause#HEARTBEAT_TIMEOUT}, {@link
 * LossCause#TERMINATED}) becomes a memory cause when a second witness speaks: an out-of-memory task
 * failure on the same executor, or its last measured memory at 95 % or more. And within {@link
 * #SETTLING_MS} a later announcement may replace an unknown cause or a broken connection. Until
 * then such a loss is held back.
 *
 * <p>Executors that go when no job is running any more, or while the application ends, are no
 * losses of the run: a failing application sheds its executors before its end is announced.
 *
 * <p>Not thread-safe. Memory grows with the executors ever removed (some 100 bytes each) and with
 * the jobs running, never with tasks or time.
 */
public final class LossLedger {
  /** How long, in event time, a vague cause may still be replaced. */
  public static final long SETTLING_MS = 10_000;

  /** Memory at or above this share of its limit is a witness for an out-of-memory death. */
  public static final double WITNESS_RATIO = 0.95;

  private static final Set<LossCause> VAGUE =
      Set.of(
          LossCause.UNKNOWN,
          LossCause.DISCONNECTED,
          LossCause.HEARTBEAT_TIMEOUT,
          LossCause.TERMINATED);
  private static final Set<LossCause> REPLACEABLE =
      Set.of(LossCause.UNKNOWN, LossCause.DISCONNECTED);

  private enum Witness {
    TASK("oom-task", LossCause.HEAP_OOM),
    HEAP("live-heap", LossCause.HEAP_OOM),
    OVERHEAD("overhead", LossCause.CONTAINER_OOM);

    private final String id;
    private final LossCause cause;

    Witness(String id, LossCause cause) {
      this.id = id;
      this.cause = cause;
    }
  }

  private final Set<Integer> runningJobs = new HashSet<>();
  private final Set<String> excluded = new HashSet<>();
  private final Map<String, Witness> witnesses = new HashMap<>();
  private final Map<String, Loss> unsettled = new HashMap<>();
  private long eldestUnsettledMs;
  private final Set<String> gone = new HashSet<>();
  private boolean jobEnded;
  private boolean runEnded;

  /** Takes a signal; returns the losses whose cause is settled by it, usually none. */
  public List<ExecutorLost> accept(Signal signal) {
    List<ExecutorLost> settled =
        isSettlingDue(signal) ? settle(signal.atMs(), runEnds(signal)) : List.of();
    if (signal instanceof TaskEnded task) {
      return join(settled, onTask(task));
    } else if (signal instanceof MemoryAssessed memory) {
      onMemory(memory);
    } else if (signal instanceof ExecutorRemoved removed) {
      return join(settled, onRemoved(removed));
    } else if (signal instanceof ExecutorExcluded exclusion) {
      excluded.add(exclusion.executorId());
    } else if (signal instanceof JobStarted job) {
      runningJobs.add(job.jobId());
    } else if (signal instanceof JobEnded job) {
      runningJobs.remove(job.jobId());
      jobEnded = true;
    } else if (signal instanceof RunEnded) {
      runEnded = true;
    }
    return settled;
  }

  /** Cheap, since in a storm there are many to settle and many signals meanwhile. */
  private boolean isSettlingDue(Signal signal) {
    return !unsettled.isEmpty()
        && (runEnds(signal) || signal.atMs() - eldestUnsettledMs >= SETTLING_MS);
  }

  private void hold(Loss loss) {
    eldestUnsettledMs =
        unsettled.isEmpty() ? loss.atMs() : Math.min(eldestUnsettledMs, loss.atMs());
    unsettled.put(loss.executorId(), loss);
  }

  private static boolean runEnds(Signal signal) {
    return signal instanceof RunEnded;
  }

  private boolean isEnding() {
    return runEnded || (jobEnded && runningJobs.isEmpty());
  }

  private List<ExecutorLost> onTask(TaskEnded task) {
    if (task.outcome() != TaskOutcome.OUT_OF_MEMORY) {
      return List.of();
    }
    Loss loss = unsettled.get(task.executorId());
    if (loss != null) {
      unsettled.remove(task.executorId());
      return List.of(lost(witnessed(loss, Witness.TASK), task.atMs()));
    }
    if (!gone.contains(task.executorId())) {
      witnesses.put(task.executorId(), Witness.TASK);
    }
    return List.of();
  }

  private void onMemory(MemoryAssessed memory) {
    if (gone.contains(memory.executorId()) || witnesses.get(memory.executorId()) == Witness.TASK) {
      return;
    }
    if (reaches(memory.memory().liveHeapRatio())) {
      witnesses.put(memory.executorId(), Witness.HEAP);
    } else if (reaches(memory.memory().overheadRatio())) {
      witnesses.put(memory.executorId(), Witness.OVERHEAD);
    } else {
      witnesses.remove(memory.executorId());
    }
  }

  private static boolean reaches(@Nullable Double ratio) {
    return ratio != null && ratio >= WITNESS_RATIO;
  }

  private List<ExecutorLost> onRemoved(ExecutorRemoved removed) {
    String id = removed.executorId();
    if (isEnding()) {
      gone.add(id);
      return List.of();
    }
    Loss loss = classify(removed);
    Loss earlier = unsettled.get(id);
    if (earlier != null) {
      return replace(earlier, loss);
    }
    if (!gone.add(id)) {
      return List.of();
    }
    Witness witness = witnesses.remove(id);
    excluded.remove(id);
    if (!VAGUE.contains(loss.cause())) {
      return List.of(lost(loss, removed.atMs()));
    }
    if (witness != null) {
      return List.of(lost(witnessed(loss, witness), removed.atMs()));
    }
    hold(loss);
    return List.of();
  }

  private List<ExecutorLost> replace(Loss earlier, Loss later) {
    if (!REPLACEABLE.contains(earlier.cause()) || later.cause() == LossCause.UNKNOWN) {
      return List.of();
    }
    Loss loss =
        new Loss(
            earlier.executorId(),
            earlier.atMs(),
            later.cause(),
            later.counted(),
            later.ruleId(),
            later.reason());
    if (VAGUE.contains(loss.cause())) {
      hold(loss);
      return List.of();
    }
    unsettled.remove(loss.executorId());
    return List.of(lost(loss, later.atMs()));
  }

  private Loss classify(ExecutorRemoved removed) {
    Classification found = LossClassifier.classify(removed.reason());
    boolean excludedFirst =
        found.cause() == LossCause.SCALED_IN && excluded.contains(removed.executorId());
    LossCause cause = excludedFirst ? LossCause.EXCLUDED : found.cause();
    String ruleId = excludedFirst ? found.ruleId() + "+excluded" : found.ruleId();
    return new Loss(
        removed.executorId(),
        removed.atMs(),
        cause,
        cause.isCounted(),
        ruleId,
        LossClassifier.head(removed.reason()));
  }

  private static Loss witnessed(Loss loss, Witness witness) {
    return new Loss(
        loss.executorId(),
        loss.atMs(),
        witness.cause,
        true,
        loss.ruleId() + "+" + witness.id,
        loss.reason());
  }

  private static ExecutorLost lost(Loss loss, long atMs) {
    return new ExecutorLost(atMs, loss);
  }

  /** Lets go of the losses that nobody said more about in time, or of all of them. */
  private List<ExecutorLost> settle(long nowMs, boolean all) {
    List<ExecutorLost> settled = new ArrayList<>();
    long eldest = Long.MAX_VALUE;
    for (Iterator<Loss> losses = unsettled.values().iterator(); losses.hasNext(); ) {
      Loss loss = losses.next();
      if (all || nowMs - loss.atMs() >= SETTLING_MS) {
        losses.remove();
        settled.add(lost(loss, nowMs));
      } else {
        eldest = Math.min(eldest, loss.atMs());
      }
    }
    eldestUnsettledMs = eldest;
    settled.sort((a, b) -> Long.compare(a.loss().atMs(), b.loss().atMs()));
    return settled;
  }

  private static List<ExecutorLost> join(List<ExecutorLost> first, List<ExecutorLost> second) {
    if (first.isEmpty()) {
      return second;
    }
    if (second.isEmpty()) {
      return first;
    }
    List<ExecutorLost> all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }
}
