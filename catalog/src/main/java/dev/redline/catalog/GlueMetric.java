package dev.redline.catalog;

import static dev.redline.catalog.GlueMetric.Group.ERROR;
import static dev.redline.catalog.GlueMetric.Group.JOB_PERFORMANCE;
import static dev.redline.catalog.GlueMetric.Group.RESOURCE_UTILIZATION;
import static dev.redline.catalog.GlueMetric.Type.COUNT;
import static dev.redline.catalog.GlueMetric.Type.GAUGE;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A metric that AWS Glue itself publishes for a job, by the name and with exactly the dimensions
 * under which CloudWatch keeps it; with one dimension more or less there is no data.
 *
 * <p>Those without a group need the job argument {@code --enable-metrics} and a GlueContext; those
 * with one need {@code --enable-observability-metrics true} (Glue 4.0 and later).
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/glue/latest/dg/monitoring-awsglue-with-cloudwatch-metrics.html">AWS
 *     Glue metrics</a>
 * @see <a
 *     href="https://docs.aws.amazon.com/glue/latest/dg/monitor-observability.html">Observability
 *     metrics</a>
 */
public enum GlueMetric {
  SHUFFLE_WRITTEN("glue.driver.aggregate.shuffleBytesWritten", COUNT, "Sum", Unit.BYTES),
  SHUFFLE_READ_LOCALLY("glue.driver.aggregate.shuffleLocalBytesRead", COUNT, "Sum", Unit.BYTES),
  BYTES_READ("glue.driver.aggregate.bytesRead", COUNT, "Sum", Unit.BYTES),
  RECORDS_READ("glue.driver.aggregate.recordsRead", COUNT, "Sum", Unit.COUNT),
  STAGES_COMPLETED("glue.driver.aggregate.numCompletedStages", COUNT, "Sum", Unit.COUNT),
  TASKS_COMPLETED("glue.driver.aggregate.numCompletedTasks", COUNT, "Sum", Unit.COUNT),
  TASKS_FAILED("glue.driver.aggregate.numFailedTasks", COUNT, "Sum", Unit.COUNT),
  TASKS_KILLED("glue.driver.aggregate.numKilledTasks", COUNT, "Sum", Unit.COUNT),
  EXECUTORS(
      "glue.driver.ExecutorAllocationManager.executors.numberAllExecutors",
      GAUGE,
      "Average",
      Unit.COUNT),
  EXECUTORS_NEEDED(
      "glue.driver.ExecutorAllocationManager.executors.numberMaxNeededExecutors",
      GAUGE,
      "Maximum",
      Unit.COUNT),
  DISK_SPACE_USED("glue.driver.BlockManager.disk.diskSpaceUsed_MB", GAUGE, "Average", Unit.COUNT),
  HEAP_USAGE("glue.ALL.jvm.heap.usage", GAUGE, "Average", Unit.COUNT),
  DRIVER_HEAP_USAGE("glue.driver.jvm.heap.usage", GAUGE, "Average", Unit.COUNT),
  CPU_LOAD("glue.ALL.system.cpuSystemLoad", GAUGE, "Average", Unit.COUNT),
  DRIVER_CPU_LOAD("glue.driver.system.cpuSystemLoad", GAUGE, "Average", Unit.COUNT),
  S3_READ("glue.ALL.s3.filesystem.read_bytes", GAUGE, "Sum", Unit.BYTES),
  S3_WRITTEN("glue.ALL.s3.filesystem.write_bytes", GAUGE, "Sum", Unit.BYTES),

  SKEWNESS_OF_STAGE("glue.driver.skewness.stage", GAUGE, "Maximum", Unit.COUNT, JOB_PERFORMANCE),
  SKEWNESS_OF_JOB("glue.driver.skewness.job", GAUGE, "Maximum", Unit.COUNT, JOB_PERFORMANCE),

  WORKER_UTILIZATION(
      "glue.driver.workerUtilization", GAUGE, "Average", Unit.PERCENT, RESOURCE_UTILIZATION),
  MEMORY_USED(
      "glue.ALL.memory.total.used.percentage",
      GAUGE,
      "Maximum",
      Unit.PERCENT,
      RESOURCE_UTILIZATION),
  HEAP_USED(
      "glue.ALL.memory.heap.used.percentage", GAUGE, "Maximum", Unit.PERCENT, RESOURCE_UTILIZATION),
  DRIVER_HEAP_USED(
      "glue.driver.memory.heap.used.percentage",
      GAUGE,
      "Maximum",
      Unit.PERCENT,
      RESOURCE_UTILIZATION),
  DISK_USED("glue.ALL.disk.used.percentage", GAUGE, "Maximum", Unit.PERCENT, RESOURCE_UTILIZATION),

  SUCCEEDED("glue.succeed.ALL", COUNT, "Sum", Unit.COUNT, ERROR),
  FAILED("glue.error.ALL", COUNT, "Sum", Unit.COUNT, ERROR),
  OUT_OF_MEMORY("glue.error.OUT_OF_MEMORY_ERROR", COUNT, "Sum", Unit.COUNT, ERROR),
  DISK_FULL("glue.error.DISK_NO_SPACE_ERROR", COUNT, "Sum", Unit.COUNT, ERROR);

  /** The CloudWatch namespace of Glue's job metrics; AWS/Glue is another, with quotas only. */
  public static final String NAMESPACE = "Glue";

  private final String cloudWatchName;
  private final Type type;
  private final String statistic;
  private final Unit unit;
  private final Optional<Group> group;

  GlueMetric(String cloudWatchName, Type type, String statistic, Unit unit) {
    this(cloudWatchName, type, statistic, unit, Optional.empty());
  }

  GlueMetric(String cloudWatchName, Type type, String statistic, Unit unit, Group group) {
    this(cloudWatchName, type, statistic, unit, Optional.of(group));
  }

  GlueMetric(String cloudWatchName, Type type, String statistic, Unit unit, Optional<Group> group) {
    this.cloudWatchName = cloudWatchName;
    this.type = type;
    this.statistic = statistic;
    this.unit = unit;
    this.group = group;
  }

  /** Glue's dimension Type. */
  enum Type {
    COUNT,
    GAUGE
  }

  /** Glue's dimension ObservabilityGroup. */
  enum Group {
    JOB_PERFORMANCE,
    RESOURCE_UTILIZATION,
    ERROR
  }

  public String cloudWatchName() {
    return cloudWatchName;
  }

  /** The CloudWatch statistic that Glue's documentation names for it. */
  public String statistic() {
    return statistic;
  }

  public Unit unit() {
    return unit;
  }

  /** The job argument without which Glue does not publish it. */
  public String neededArgument() {
    return group.isPresent() ? "--enable-observability-metrics" : "--enable-metrics";
  }

  /**
   * The dimensions of the series over all runs of a job, in the order in which Glue lists them.
   *
   * @param jobName the Glue job
   */
  public Map<String, String> dimensions(String jobName) {
    Map<String, String> dimensions = new LinkedHashMap<>();
    dimensions.put("JobName", jobName);
    dimensions.put("JobRunId", "ALL");
    dimensions.put("Type", type.name().toLowerCase(Locale.ROOT));
    group.ifPresent(
        name -> dimensions.put("ObservabilityGroup", name.name().toLowerCase(Locale.ROOT)));
    return dimensions;
  }
}
