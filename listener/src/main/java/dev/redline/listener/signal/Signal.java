package dev.redline.listener.signal;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A fact about the run, with the time at which it happened (not at which it was heard of). */
public sealed interface Signal {

  /** When it happened, in milliseconds since the epoch. */
  long atMs();

  /** The application started. */
  record RunStarted(long atMs, String applicationId, String applicationName) implements Signal {}

  /**
   * The application is ending or has ended; executors that go from here on are not losses.
   *
   * @param exitCode the driver's, where Spark tells it (4.0 and later)
   */
  record RunEnded(long atMs, @Nullable Integer exitCode) implements Signal {

    /** An end of which no exit code is known. */
    public RunEnded(long atMs) {
      this(atMs, null);
    }
  }

  /**
   * Spark's listener bus dropped events that this run's figures now lack.
   *
   * @param events how many since the signal before
   */
  record EventsDropped(long atMs, long events) implements Signal {}

  /**
   * The job counted rows since it last did; null where it did not count them.
   *
   * @param raw rows read, before any were rejected
   * @param rejected rows set aside
   * @param duplicates rows dropped for a newer one of the same key
   * @param loaded rows that reached the target
   */
  record RowsCounted(
      long atMs,
      @Nullable Long raw,
      @Nullable Long rejected,
      @Nullable Long duplicates,
      @Nullable Long loaded)
      implements Signal {}

  /**
   * A job was submitted.
   *
   * @param stageIds every stage it may run
   */
  record JobStarted(long atMs, int jobId, List<Integer> stageIds) implements Signal {
    public JobStarted {
      stageIds = List.copyOf(stageIds);
    }

    /** A job of which no stage is known. */
    public JobStarted(long atMs, int jobId) {
      this(atMs, jobId, List.of());
    }
  }

  /** A job ended. */
  record JobEnded(long atMs, int jobId, boolean succeeded) implements Signal {}

  /**
   * An attempt of a stage was submitted; attempts are numbered from 0.
   *
   * @param executionId the SQL execution it runs for, or {@link #NO_EXECUTION}
   */
  record StageSubmitted(long atMs, int stageId, int attempt, String name, long executionId)
      implements Signal {
    /** The execution of a stage that runs for none. */
    public static final long NO_EXECUTION = -1;

    /** A stage that runs for no SQL execution. */
    public StageSubmitted(long atMs, int stageId, int attempt, String name) {
      this(atMs, stageId, attempt, name, NO_EXECUTION);
    }
  }

  /** An attempt of a stage ended. */
  record StageCompleted(long atMs, int stageId, int attempt, boolean failed) implements Signal {}

  /**
   * Stages that will not run again, since every job that needed them has ended; derived from {@link
   * JobStarted} and {@link JobEnded}.
   */
  record StagesRetired(long atMs, Set<Integer> stageIds) implements Signal {
    public StagesRetired {
      stageIds = Set.copyOf(stageIds);
    }
  }

  /**
   * A SQL execution started: what a user calls a query or a write.
   *
   * @param description by default the line of code that asked for it
   */
  record SqlExecutionStarted(long atMs, long executionId, String description) implements Signal {}

  /** A SQL execution ended. */
  record SqlExecutionEnded(long atMs, long executionId) implements Signal {}

  /** An executor registered. */
  record ExecutorAdded(long atMs, String executorId, int cores) implements Signal {}

  /**
   * Executors came or went; derived from {@link ExecutorAdded} and {@link ExecutorRemoved}.
   *
   * @param executors executors alive from here on
   * @param cores their cores together
   */
  record FleetChanged(long atMs, int executors, int cores) implements Signal {}

  /**
   * The cluster manager or the driver gave up an executor; several of these may concern the same
   * executor.
   *
   * @param reason as Spark words it; may be empty
   */
  record ExecutorRemoved(long atMs, String executorId, String reason) implements Signal {}

  /** Spark will not schedule on this executor any more. */
  record ExecutorExcluded(long atMs, String executorId) implements Signal {}

  /**
   * An executor was lost and its cause is settled: derived from {@link ExecutorRemoved} and its
   * witnesses, once for each executor.
   */
  record ExecutorLost(long atMs, Loss loss) implements Signal {}

  /**
   * What an executor's heartbeat measured.
   *
   * @param heapUsedBytes heap in use, garbage included
   * @param residentBytes resident memory of the process tree, or 0 where it is not measured
   */
  record MemoryMeasured(long atMs, String executorId, long heapUsedBytes, long residentBytes)
      implements Signal {}

  /**
   * The highest memory use of an executor during a stage. Event logs hold these instead of
   * heartbeats; they say nothing of what collections could not free.
   *
   * @param heapBytes highest heap use, garbage included, or 0 where it is not measured
   * @param residentBytes highest resident memory of the process tree, or 0
   */
  record MemoryPeaked(long atMs, String executorId, long heapBytes, long residentBytes)
      implements Signal {}

  /** What a {@link MemoryMeasured} means against the executor's limits; derived from it. */
  record MemoryAssessed(long atMs, String executorId, Memory memory) implements Signal {}

  /**
   * The run's shuffle passed a limit; derived from {@link TaskEnded}.
   *
   * @param limitBytes the limit
   * @param bytes bytes written to shuffle by the run so far
   * @param repeatedBytes the part of them that was work done again
   * @param stages the stages that wrote most, largest first
   * @param executions the SQL executions that wrote most, largest first
   */
  record ShufflePassed(
      long atMs,
      long limitBytes,
      long bytes,
      long repeatedBytes,
      List<StageShuffle> stages,
      List<SqlShuffle> executions)
      implements Signal {
    public ShufflePassed {
      stages = List.copyOf(stages);
      executions = List.copyOf(executions);
    }
  }

  /**
   * How much of the workers' core time was used; derived, every few seconds of event time.
   *
   * @param windowRatio cores that ran a task, of those there were, over the sliding window; null
   *     while there were none
   * @param runRatio task run time over core time, of the whole run; null while there was none
   * @param sinceMs when the first executor came
   * @param last whether the run has ended
   */
  record UtilizationMeasured(
      long atMs,
      @Nullable Double windowRatio,
      @Nullable Double runRatio,
      long sinceMs,
      boolean last)
      implements Signal {}

  /** An attempt of a task was launched. */
  record TaskStarted(long atMs) implements Signal {}

  /**
   * An attempt of a task ended.
   *
   * @param task which task of which stage attempt
   * @param executorId where it ran
   * @param launchedAtMs when it was launched
   * @param outcome how it ended
   * @param fetchedFrom the executor whose shuffle output it could not fetch; empty where that was
   *     not how it ended, or is not known
   * @param work what it did; {@link TaskWork#NONE} where Spark does not say, as for tasks lost with
   *     their executor
   */
  record TaskEnded(
      long atMs,
      TaskRef task,
      String executorId,
      long launchedAtMs,
      TaskOutcome outcome,
      String fetchedFrom,
      TaskWork work)
      implements Signal {

    /** A task that did not fail to fetch. */
    public TaskEnded(
        long atMs,
        TaskRef task,
        String executorId,
        long launchedAtMs,
        TaskOutcome outcome,
        TaskWork work) {
      this(atMs, task, executorId, launchedAtMs, outcome, "", work);
    }

    /**
     * Whether the work was, or will be, done more than once: attempts that did not succeed, and
     * later attempts of a stage.
     */
    public boolean isRepeatedWork() {
      return outcome != TaskOutcome.SUCCEEDED || task.stageAttempt() > 0;
    }
  }
}
