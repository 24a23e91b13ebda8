package dev.redline.catalog;

import static dev.redline.catalog.SettingType.BOOLEAN;
import static dev.redline.catalog.SettingType.BYTES;
import static dev.redline.catalog.SettingType.COUNT;
import static dev.redline.catalog.SettingType.DURATION;
import static dev.redline.catalog.SettingType.EMF;
import static dev.redline.catalog.SettingType.EXIT_CODE;
import static dev.redline.catalog.SettingType.RATIO;
import static dev.redline.catalog.SettingType.TEXT;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A key under {@code spark.redline.} that a user may set in Spark's configuration. Keys, types and
 * defaults are API; docs/configuration.md lists them.
 */
public enum Setting {
  MODE(
      "mode",
      SettingType.MODE,
      "enforce",
      "What the guard may do: off does nothing, observe publishes and says what it would have"
          + " done, enforce also stops a doomed run"),
  JOB_NAME(
      "job.name",
      TEXT,
      null,
      "The job's name in metrics and alarms, the same in every run; by default the one that Glue,"
          + " EMR Serverless or Databricks gave the job, else spark.app.name"),
  JOB_RUN_ID(
      "job.run-id",
      TEXT,
      null,
      "The run's id, another one in every run; by default the one that Glue, EMR or Databricks gave"
          + " the run, else Spark's application id"),
  ENVIRONMENT("environment", TEXT, "default", "Where the job runs, such as prod or test"),

  DEATH_RATE_WINDOW(
      "death-rate.window", DURATION, "10m", "How far back losses are counted for the death rate"),
  DEATH_RATE_MEMORY_LOSSES(
      "death-rate.memory-losses",
      COUNT,
      "3",
      "Executors lost to memory within the window that are still tolerated, however small the"
          + " run; half the executors are tolerated where that is more"),
  DEATH_RATE_LOSSES(
      "death-rate.losses",
      COUNT,
      "3",
      "Executors lost to any counted cause within the window that are still tolerated, however"
          + " small the run; twice the executors are tolerated where that is more (Spark's own"
          + " rule on YARN)"),
  POISON_TASK_DEATHS(
      "poison-task.deaths",
      COUNT,
      "2",
      "Executors that one task may take with it by running out of memory before the run is"
          + " stopped; 0 turns the rule off"),

  STAGE_CHURN_ATTEMPTS(
      "stage-churn.attempts",
      COUNT,
      "3",
      "Attempt of a stage at which the run is stopped, when the attempts before could not fetch"
          + " from executors lost to a counted cause; 0 turns the rule off"),

  SHUFFLE_LIMIT(
      "shuffle.limit", BYTES, "10g", "Shuffle bytes written by the run above which it warns"),
  SHUFFLE_STOP_ABOVE(
      "shuffle.stop-above",
      BYTES,
      null,
      "Shuffle bytes written by the run above which it is stopped; not set: never"),
  MEMORY_LIMIT(
      "memory.limit",
      RATIO,
      "0.8",
      "Live heap, and memory overhead, of an executor above which the run warns"),
  MEMORY_STOP_ABOVE(
      "memory.stop-above",
      RATIO,
      null,
      "Live heap or memory overhead of an executor above which the run is stopped; not set:"
          + " never"),
  MEMORY_HEARTBEATS(
      "memory.heartbeats",
      COUNT,
      "6",
      "Heartbeats of an executor over which its lowest heap use is its live heap; with Spark's"
          + " default heartbeat of 10 s, 6 are one minute"),
  MEMORY_SUSTAINED(
      "memory.sustained",
      COUNT,
      "3",
      "Heartbeats in a row in which an executor's live heap, or its overhead, must be above the"
          + " limit before it counts"),
  UTILIZATION_LIMIT(
      "utilization.limit",
      RATIO,
      "0.2",
      "Worker utilization, of the window or of the whole run, below which it warns"),
  UTILIZATION_WINDOW(
      "utilization.window",
      DURATION,
      "10m",
      "How far back worker utilization is measured while the run goes on"),
  UTILIZATION_GRACE(
      "utilization.grace",
      DURATION,
      "10m",
      "How long a run must have had executors before low utilization is worth a warning"),

  STOP_EXIT_CODE(
      "stop.exit-code", EXIT_CODE, "86", "The exit code of a run that the guard stopped"),
  STOP_GRACE(
      "stop.grace",
      DURATION,
      "10s",
      "How long the driver's own code may clean up after its jobs were cancelled, before the guard"
          + " exits the process"),
  STOP_CRITICAL_SECTION(
      "stop.critical-section",
      DURATION,
      "15s",
      "How long a stop waits for a section that the job marked as not to be interrupted (the"
          + " system property, or Spark's local property, redline.critical-section), such as the"
          + " commit of a load"),
  STOP_ANNOUNCEMENT(
      "stop.announcement",
      DURATION,
      "2s",
      "How long a stop waits for its verdict line to be taken by stderr"),
  STOP_CANCELLATION(
      "stop.cancellation",
      DURATION,
      "2s",
      "How long a stop waits for Spark to take one request to cancel all jobs; it is repeated until"
          + " the driver's own code has ended or its grace is over"),
  STOP_SHUTDOWN(
      "stop.shutdown",
      DURATION,
      "5s",
      "What every other step of a stop leaves of the deadline to the process's shutdown hooks,"
          + " which close the event log"),
  STOP_DEADLINE(
      "stop.deadline",
      DURATION,
      "30s",
      "The longest time from the verdict to the end of the process, whatever hangs"),
  FLUSH_DEADLINE(
      "flush.deadline",
      DURATION,
      "5s",
      "The longest time that publishing the last metrics and writing the verdict and the run record"
          + " may add to the end of a run"),

  VERDICT_PATH(
      "verdict.path",
      TEXT,
      null,
      "File to which the verdict is written as JSON when the run ends or is stopped: a path on the"
          + " driver's disk, or the address of any file system that Spark can write to (s3://,"
          + " s3a://, hdfs://, file:/); not set: no file"),
  RECORD_PATH(
      "record.path",
      TEXT,
      null,
      "File to which the run record, from which the report is drawn, is written as JSON; a path or"
          + " an address as above; not set: no file"),

  CLOUDWATCH_ENABLED(
      "cloudwatch.enabled", BOOLEAN, "false", "Whether metrics are published to CloudWatch"),
  CLOUDWATCH_NAMESPACE(
      "cloudwatch.namespace", TEXT, Metric.DEFAULT_NAMESPACE, "The CloudWatch namespace"),
  CLOUDWATCH_REGION(
      "cloudwatch.region",
      TEXT,
      null,
      "The AWS region to publish to; by default the one the AWS SDK finds"),
  CLOUDWATCH_ENDPOINT(
      "cloudwatch.endpoint",
      TEXT,
      null,
      "Another address of CloudWatch, such as http://127.0.0.1:4566 for LocalStack"),
  CLOUDWATCH_STEP(
      "cloudwatch.step",
      DURATION,
      "1m",
      "How often metrics are published; below one minute CloudWatch charges for high resolution"),
  CLOUDWATCH_RUN_ID(
      "cloudwatch.run-id",
      BOOLEAN,
      "false",
      "Whether every metric is published a second time with the dimension JobRunId; see what that"
          + " costs in metrics.md"),
  CLOUDWATCH_SERIES_LIMIT(
      "cloudwatch.series-limit",
      COUNT,
      "500",
      "The most series that one run publishes; further ones are counted and dropped"),
  CLOUDWATCH_QUEUE(
      "cloudwatch.queue",
      BYTES,
      "16m",
      "The most memory for values that wait since CloudWatch did not take them; the oldest are"
          + " dropped first (the default set needs about 5 kB for each step)"),
  CLOUDWATCH_EMF(
      "cloudwatch.emf",
      EMF,
      "log",
      "Where metrics go, in the embedded metric format, while the permission"
          + " cloudwatch:PutMetricData is missing"),
  CLOUDWATCH_DRY_RUN(
      "cloudwatch.dry-run",
      BOOLEAN,
      "false",
      "Whether the driver prints on stderr what it would send to CloudWatch, and what that would"
          + " cost in a month, and sends nothing"),

  REGISTRIES(
      "registries",
      TEXT,
      null,
      "Names, separated by commas, of further Micrometer registries on the driver's class path: of"
          + " a RegistryProvider found by ServiceLoader, or of a registry's class");

  /** What every key starts with. */
  public static final String PREFIX = "spark.redline.";

  private final String key;
  private final SettingType type;
  private final String defaultText;
  private final boolean hasDefault;
  private final String description;

  Setting(String suffix, SettingType type, @Nullable String defaultText, String description) {
    this.key = "spark.redline." + suffix;
    this.type = type;
    this.hasDefault = defaultText != null;
    this.defaultText = defaultText == null ? "" : defaultText;
    this.description = description;
  }

  /** The whole key, as in {@code --conf key=value}. */
  public String key() {
    return key;
  }

  public SettingType type() {
    return type;
  }

  /** The default as a user would write it; empty where the setting has none. */
  public Optional<String> defaultText() {
    return hasDefault ? Optional.of(defaultText) : Optional.empty();
  }

  /** One sentence without its full stop. */
  public String description() {
    return description;
  }

  /** The setting with this key. */
  public static Optional<Setting> ofKey(String key) {
    return Arrays.stream(values()).filter(setting -> setting.key.equals(key)).findFirst();
  }
}
