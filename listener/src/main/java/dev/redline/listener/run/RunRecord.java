package dev.redline.listener.run;

import dev.redline.catalog.Setting;
import dev.redline.catalog.Settings;
import dev.redline.listener.policy.Verdict;
import dev.redline.listener.signal.Loss;
import dev.redline.listener.signal.Memory;
import dev.redline.listener.signal.Signal.RowsCounted;
import dev.redline.listener.signal.SqlShuffle;
import dev.redline.listener.signal.StageShuffle;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that is kept of one run: what the report shows and what other programs read.
 *
 * <p>Its JSON form has one member for each component, by the component's name. Times are
 * milliseconds since the epoch, sizes bytes, ratios shares from 0 to 1; {@code null} means "not
 * measured".
 *
 * @param version the version of this form, raised when a member changes its meaning
 * @param application which run this is
 * @param startedAtMs when the application started
 * @param endedAtMs when it ended or was stopped; the last event's time while it runs
 * @param complete whether the application's end was seen
 * @param mode what the guard was allowed to do: off, observe or enforce
 * @param verdict the worst verdict of the run, a stop if there was one
 * @param warnings every redline that was crossed, in the order of crossing
 * @param limits the redlines in force
 * @param totals the run in numbers
 * @param losses executors lost, oldest first, at most {@link #MAX_LOSSES}
 * @param timeline the run over time, oldest first, at most {@link #MAX_SAMPLES} samples
 * @param topStages the stages that wrote most to shuffle, largest first, at most 10
 * @param topSqlExecutions the SQL executions that did, likewise
 * @param configuration Spark's and Redline's settings, secrets redacted, sorted by key
 * @param notes what a reader must know to trust the numbers, such as a measure that was missing
 */
public record RunRecord(
    int version,
    Application application,
    long startedAtMs,
    long endedAtMs,
    boolean complete,
    String mode,
    Verdict verdict,
    List<Verdict> warnings,
    Limits limits,
    Totals totals,
    List<Loss> losses,
    List<Sample> timeline,
    List<StageShuffle> topStages,
    List<SqlShuffle> topSqlExecutions,
    List<ConfigurationEntry> configuration,
    List<String> notes) {

  /** The current version of the form. */
  public static final int VERSION = 1;

  public static final int MAX_LOSSES = 1_000;
  public static final int MAX_SAMPLES = 600;

  public RunRecord {
    warnings = List.copyOf(warnings);
    losses = List.copyOf(losses);
    timeline = List.copyOf(timeline);
    topStages = List.copyOf(topStages);
    topSqlExecutions = List.copyOf(topSqlExecutions);
    configuration = List.copyOf(configuration);
    notes = List.copyOf(notes);
  }

  /**
   * Which run this is.
   *
   * @param id Spark's application id
   * @param name Spark's application name, as the user wrote it
   * @param jobName the job's name in metrics and alarms
   * @param environment where the job runs
   * @param sparkVersion such as 3.5.6
   * @param redlineVersion the agent's version
   */
  public record Application(
      String id,
      String name,
      String jobName,
      String environment,
      String sparkVersion,
      String redlineVersion) {}

  /**
   * The redlines in force.
   *
   * @param shuffleBytes shuffle bytes above which the run warns
   * @param memoryRatio live heap, or overhead, above which it warns
   * @param utilizationRatio worker utilization below which it warns
   */
  public record Limits(long shuffleBytes, double memoryRatio, double utilizationRatio) {

    /** The redlines that settings draw. */
    public static Limits of(Settings settings) {
      return new Limits(
          settings.bytes(Setting.SHUFFLE_LIMIT),
          settings.ratio(Setting.MEMORY_LIMIT),
          settings.ratio(Setting.UTILIZATION_LIMIT));
    }
  }

  /**
   * The run in numbers.
   *
   * @param shuffleWriteBytes bytes written to shuffle by all task attempts
   * @param repeatedShuffleWriteBytes the part of it that was work done again
   * @param shuffleReadBytes bytes read from shuffle
   * @param spillDiskBytes bytes spilled to disk
   * @param jobs jobs that ended
   * @param failedJobs those of them that failed or were cancelled
   * @param tasks task attempts that ended
   * @param failedTasks those of them that failed
   * @param killedTasks those of them that Spark killed or had to repeat, which is no failure
   * @param executorsAdded executors that ever registered
   * @param executorsRemoved executors that went, for whatever reason
   * @param peakExecutors most executors alive at once
   * @param losses executors lost before the run was ending
   * @param countedLosses those of them that count against the run
   * @param peakMemory the hottest executor's highest ratios
   * @param workerUtilization task run time over core time, of the whole run
   * @param gcRatio time in collections over task run time
   * @param rows rows that the job says it handled
   */
  public record Totals(
      long shuffleWriteBytes,
      long repeatedShuffleWriteBytes,
      long shuffleReadBytes,
      long spillDiskBytes,
      long jobs,
      long failedJobs,
      long tasks,
      long failedTasks,
      long killedTasks,
      int executorsAdded,
      int executorsRemoved,
      int peakExecutors,
      int losses,
      int countedLosses,
      Memory peakMemory,
      @Nullable Double workerUtilization,
      @Nullable Double gcRatio,
      Rows rows) {}

  /**
   * Rows that the job counted and said so, as the ETL job does; null where it did not.
   *
   * @param raw rows read, before any were rejected
   * @param rejected rows set aside
   * @param duplicates rows dropped for a newer one of the same key
   * @param loaded rows that reached the target
   */
  public record Rows(
      @Nullable Long raw,
      @Nullable Long rejected,
      @Nullable Long duplicates,
      @Nullable Long loaded) {

    /** Of a job that counts no rows. */
    public static final Rows NONE = new Rows(null, null, null, null);

    /** These rows and more of them. */
    Rows plus(RowsCounted more) {
      return new Rows(
          sum(raw, more.raw()),
          sum(rejected, more.rejected()),
          sum(duplicates, more.duplicates()),
          sum(loaded, more.loaded()));
    }

    private static @Nullable Long sum(@Nullable Long a, @Nullable Long b) {
      return a == null ? b : b == null ? a : Long.valueOf(a + b);
    }
  }

  /**
   * A stretch of the run.
   *
   * @param atMs where the stretch begins; it ends where the next begins
   * @param shuffleWriteBytes bytes written to shuffle from the run's start to the stretch's end
   * @param repeatedShuffleWriteBytes the part of it that was work done again
   * @param spillDiskBytes bytes spilled to disk from the run's start to the stretch's end
   * @param memory the hottest executor in the stretch
   * @param utilization task run time over core time in the stretch
   * @param gcRatio time in collections over task run time in the stretch
   * @param executors executors alive at the stretch's end
   * @param losses executors lost in the stretch
   * @param countedLosses those of them that count against the run
   */
  public record Sample(
      long atMs,
      long shuffleWriteBytes,
      long repeatedShuffleWriteBytes,
      long spillDiskBytes,
      Memory memory,
      @Nullable Double utilization,
      @Nullable Double gcRatio,
      int executors,
      int losses,
      int countedLosses) {}

  /**
   * A setting that applied.
   *
   * @param key the whole key
   * @param value its value, or a mark that it was redacted
   * @param given whether somebody set it; otherwise it is the default
   */
  public record ConfigurationEntry(String key, String value, boolean given) {}
}
