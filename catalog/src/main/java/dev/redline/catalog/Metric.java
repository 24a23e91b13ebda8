package dev.redline.catalog;

import static dev.redline.catalog.Dimension.CAUSE;
import static dev.redline.catalog.Dimension.ENVIRONMENT;
import static dev.redline.catalog.Dimension.JOB_NAME;
import static dev.redline.catalog.MeterKind.COUNTER;
import static dev.redline.catalog.MeterKind.GAUGE;
import static dev.redline.catalog.Presence.ALWAYS;
import static dev.redline.catalog.Presence.ONCE_IT_HAPPENED;
import static dev.redline.catalog.Unit.BYTES;
import static dev.redline.catalog.Unit.COUNT;
import static dev.redline.catalog.Unit.MILLISECONDS;
import static dev.redline.catalog.Unit.PERCENT;

import java.util.List;

/**
 * A metric that the agent publishes. Its name, kind, unit and dimensions are API: alarms and
 * dashboards are generated from them and docs/metrics.md lists them.
 */
public enum Metric {
  SHUFFLE_TOTAL(
      "redline.shuffle.total",
      GAUGE,
      BYTES,
      "Bytes the run's tasks have written to shuffle so far, repeated work included"),
  SHUFFLE_WRITTEN(
      "redline.shuffle.written", COUNTER, BYTES, "Bytes written to shuffle in the step"),
  SHUFFLE_REPEATED(
      "redline.shuffle.repeated",
      COUNTER,
      BYTES,
      "Bytes written to shuffle in the step by tasks that did not succeed, by later attempts of a"
          + " stage and by second copies of a task"),
  SPILL_DISK("redline.spill.disk", COUNTER, BYTES, "Bytes spilled to disk in the step"),
  MEMORY_LIVE_HEAP(
      "redline.executor.memory.live.heap",
      GAUGE,
      PERCENT,
      "Heap that collections could not free, of the heap's size, on the hottest executor: the"
          + " lowest use over its last heartbeats"),
  MEMORY_OVERHEAD(
      "redline.executor.memory.overhead",
      GAUGE,
      PERCENT,
      "Memory of the process tree beyond the heap's size, of what the container grants beyond the"
          + " heap, on the hottest executor; needs spark.executor.processTreeMetrics.enabled=true"),
  MEMORY_PEAK_HEAP(
      "redline.executor.memory.peak.heap",
      GAUGE,
      PERCENT,
      "Highest heap use seen, of the heap's size, on the hottest executor; a healthy heap fills"
          + " with garbage, so it is shown and never alarmed on"),
  MEMORY_CONTAINER(
      "redline.executor.memory.container",
      GAUGE,
      PERCENT,
      "Highest resident memory of the process tree seen, of the container's size, on the hottest"
          + " executor; shown beside the overhead and never alarmed on"),
  EXECUTORS_ALIVE("redline.executors.alive", GAUGE, COUNT, "Executors registered now"),
  EXECUTOR_LOSSES(
      "redline.executor.losses",
      COUNTER,
      COUNT,
      ONCE_IT_HAPPENED,
      "Executors lost in the step, by cause, whether they count or not",
      JOB_NAME,
      ENVIRONMENT,
      CAUSE),
  EXECUTOR_LOSSES_COUNTED(
      "redline.executor.losses.counted",
      COUNTER,
      COUNT,
      "Executors lost in the step to a cause that counts against the run"),
  WORKER_UTILIZATION(
      "redline.worker.utilization",
      GAUGE,
      PERCENT,
      "Cores that had a task, of those the executors had, over the last minutes"
          + " (spark.redline.utilization.window)"),
  GC_SHARE(
      "redline.executor.gc.share",
      GAUGE,
      PERCENT,
      "Time tasks waited for garbage collections, of the time tasks ran, over the last minutes"),
  TASKS_FINISHED("redline.tasks.finished", COUNTER, COUNT, "Tasks finished in the step"),
  TASKS_FAILED("redline.tasks.failed", COUNTER, COUNT, "Tasks failed in the step"),
  RUN_STOPPED(
      "redline.run.stopped", COUNTER, COUNT, "1 in the step in which the guard stopped the run"),
  RUN_STOPS(
      "redline.run.stops",
      COUNTER,
      COUNT,
      ONCE_IT_HAPPENED,
      "1 in the step in which the guard stopped the run, by the cause of the stop",
      JOB_NAME,
      ENVIRONMENT,
      CAUSE),
  RUN_COMPLETED(
      "redline.run.completed",
      COUNTER,
      COUNT,
      "1 in the step in which the application ended without being stopped by the guard and without"
          + " failing"),
  RUN_FAILED(
      "redline.run.failed",
      COUNTER,
      COUNT,
      ONCE_IT_HAPPENED,
      "1 in the step in which the application ended after its last job had failed or, where Spark"
          + " tells it (4.0 and later), with an exit code other than 0. A driver whose own code fails"
          + " outside of Spark jobs counts as completed: Spark ends such an application as any other"),
  ROWS_RAW(
      "redline.etl.rows.raw",
      COUNTER,
      COUNT,
      ONCE_IT_HAPPENED,
      "Rows the job read in the step, before any were rejected; published by jobs that post row"
          + " counts, as the ETL job does"),
  ROWS_REJECTED(
      "redline.etl.rows.rejected",
      COUNTER,
      COUNT,
      ONCE_IT_HAPPENED,
      "Rows the job set aside in the step since they could not be read or broke a rule"),
  ROWS_DUPLICATES(
      "redline.etl.rows.duplicates",
      COUNTER,
      COUNT,
      ONCE_IT_HAPPENED,
      "Rows the job dropped in the step since another row of the same key was newer"),
  ROWS_LOADED(
      "redline.etl.rows.loaded",
      COUNTER,
      COUNT,
      ONCE_IT_HAPPENED,
      "Rows the job loaded into its target in the step"),
  GUARD_ALIVE("redline.guard.alive", GAUGE, COUNT, "1 while the guard watches the run"),
  GUARD_FAILURES(
      "redline.guard.failures",
      COUNTER,
      COUNT,
      ONCE_IT_HAPPENED,
      "Failures of the guard's own code in the step; the guard disables itself at the first"),
  EVENTS_DROPPED(
      "redline.events.dropped",
      COUNTER,
      COUNT,
      ONCE_IT_HAPPENED,
      "Events that Spark's listener bus dropped in the step before the guard saw them, since its"
          + " queue was full; the run's other figures are too low by what they said"),
  PUBLISH_LATENCY(
      "redline.publish.latency",
      GAUGE,
      MILLISECONDS,
      "The longest time that CloudWatch took to accept a request in the step before"),
  PUBLISH_FAILURES(
      "redline.publish.failures",
      COUNTER,
      COUNT,
      ONCE_IT_HAPPENED,
      "Requests to CloudWatch in the step that failed after all their attempts; their values are"
          + " kept and sent again"),
  PUBLISH_RETRIES(
      "redline.publish.retries",
      COUNTER,
      COUNT,
      ONCE_IT_HAPPENED,
      "Attempts in the step to send a request to CloudWatch that had failed before"),
  PUBLISH_DROPPED(
      "redline.publish.dropped",
      COUNTER,
      COUNT,
      ONCE_IT_HAPPENED,
      "Values given up in the step: not finite, beyond the limit on series, refused by CloudWatch,"
          + " or the oldest of a full queue");

  private final String meterName;
  private final MeterKind kind;
  private final Unit unit;
  private final Presence presence;
  private final String description;
  private final List<Dimension> dimensions;

  Metric(String meterName, MeterKind kind, Unit unit, String description) {
    this(meterName, kind, unit, ALWAYS, description);
  }

  Metric(
      String meterName,
      MeterKind kind,
      Unit unit,
      Presence presence,
      String description,
      Dimension... dimensions) {
    this.meterName = meterName;
    this.kind = kind;
    this.unit = unit;
    this.presence = presence;
    this.description = description;
    this.dimensions = dimensions.length == 0 ? List.of(JOB_NAME, ENVIRONMENT) : List.of(dimensions);
  }

  /** The CloudWatch namespace of every metric unless the setting says otherwise. */
  public static final String DEFAULT_NAMESPACE = "Redline";

  /** The meter's name in Micrometer: lower case, dotted, without unit or statistic. */
  public String meterName() {
    return meterName;
  }

  /** The name under which CloudWatch stores the metric, suffix included. */
  public String cloudWatchName() {
    return meterName + kind.suffix();
  }

  public MeterKind kind() {
    return kind;
  }

  public Unit unit() {
    return unit;
  }

  /** Whether its series are there from the start. */
  public Presence presence() {
    return presence;
  }

  /** One sentence without its full stop: what a value means. */
  public String description() {
    return description;
  }

  /** The dimensions of every series of this metric, in the order in which they are attached. */
  public List<Dimension> dimensions() {
    return dimensions;
  }
}
