package dev.redline.listener.engine;

import dev.redline.listener.signal.Signal;
import dev.redline.listener.signal.Signal.ShufflePassed;
import dev.redline.listener.signal.Signal.SqlExecutionEnded;
import dev.redline.listener.signal.Signal.SqlExecutionStarted;
import dev.redline.listener.signal.Signal.StageCompleted;
import dev.redline.listener.signal.Signal.StageSubmitted;
import dev.redline.listener.signal.Signal.TaskEnded;
import dev.redline.listener.signal.SqlShuffle;
import dev.redline.listener.signal.StageShuffle;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * What the run wrote to shuffle, and which stages and SQL executions wrote it; says so when the run
 * passes a limit. Not thread-safe; memory grows with active stages and executions, and adding a
 * task allocates nothing.
 */
final class ShuffleTally {
  private final Deque<Long> limitsAhead;
  private final Spenders stages = new Spenders();
  private final Spenders executions = new Spenders();
  private long bytes;
  private long repeatedBytes;

  ShuffleTally(Collection<Long> limitsBytes) {
    this.limitsAhead = new ArrayDeque<>(limitsBytes.stream().sorted().distinct().toList());
  }

  Optional<ShufflePassed> accept(Signal signal) {
    if (signal instanceof TaskEnded task) {
      return onTask(task);
    } else if (signal instanceof StageSubmitted stage) {
      Spenders.Spender spender = stages.begin(stage.stageId(), stage.name());
      if (stage.executionId() != StageSubmitted.NO_EXECUTION) {
        spender.payer = executions.begin(stage.executionId(), "");
      }
    } else if (signal instanceof StageCompleted stage) {
      stages.end(stage.stageId());
    } else if (signal instanceof SqlExecutionStarted execution) {
      executions.begin(execution.executionId(), execution.description());
    } else if (signal instanceof SqlExecutionEnded execution) {
      executions.end(execution.executionId());
    }
    return Optional.empty();
  }

  private Optional<ShufflePassed> onTask(TaskEnded task) {
    long written = task.work().shuffleWriteBytes();
    if (written <= 0) {
      return Optional.empty();
    }
    long repeated = task.isRepeatedWork() ? written : 0;
    bytes += written;
    repeatedBytes += repeated;
    Spenders.Spender stage = stages.of(task.task().stageId());
    stage.spend(written, repeated);
    if (stage.payer != null) {
      stage.payer.spend(written, repeated);
    }
    stages.keepTheLargest();
    return limitsAhead.isEmpty() || bytes <= limitsAhead.peekFirst()
        ? Optional.empty()
        : Optional.of(passed(task.atMs()));
  }

  private ShufflePassed passed(long atMs) {
    long limit = 0;
    while (!limitsAhead.isEmpty() && bytes > limitsAhead.peekFirst()) {
      limit = limitsAhead.pollFirst();
    }
    return new ShufflePassed(atMs, limit, bytes, repeatedBytes, topStages(), topExecutions());
  }

  int remembered() {
    return stages.remembered() + executions.remembered();
  }

  List<StageShuffle> topStages() {
    return stages.largestFirst().stream()
        .map(s -> new StageShuffle((int) s.id, s.name, s.bytes, s.repeatedBytes))
        .toList();
  }

  List<SqlShuffle> topExecutions() {
    return executions.largestFirst().stream()
        .map(s -> new SqlShuffle(s.id, s.name, s.bytes, s.repeatedBytes))
        .toList();
  }
}
