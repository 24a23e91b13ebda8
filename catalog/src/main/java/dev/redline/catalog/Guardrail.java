package dev.redline.catalog;

import static dev.redline.catalog.Threshold.Comparison.ABOVE;
import static dev.redline.catalog.Threshold.Comparison.AT_LEAST;
import static dev.redline.catalog.Threshold.Comparison.BELOW;

/**
 * A metric with a limit and a consequence: a redline. The limit drawn on dashboards, compared in
 * policies and set in alarms is this one number.
 */
public enum Guardrail {
  SHUFFLE(
      "shuffle",
      Metric.SHUFFLE_TOTAL,
      new Threshold(ABOVE, 10.0 * (1L << 30)),
      Severity.TICKET,
      "The run has written more to shuffle than it should ever need",
      "shuffle-above-redline"),
  LIVE_HEAP(
      "live-heap",
      Metric.MEMORY_LIVE_HEAP,
      new Threshold(ABOVE, 80),
      Severity.TICKET,
      "An executor's heap stays nearly full after collections: out of memory is near",
      "memory-above-redline"),
  OVERHEAD(
      "memory-overhead",
      Metric.MEMORY_OVERHEAD,
      new Threshold(ABOVE, 80),
      Severity.TICKET,
      "An executor uses nearly all of its memory overhead: the container may be killed",
      "memory-above-redline"),
  UTILIZATION(
      "utilization",
      Metric.WORKER_UTILIZATION,
      new Threshold(BELOW, 20),
      Severity.TICKET,
      "The workers mostly idle: the run pays for more than it uses",
      "utilization-below-redline"),
  EXECUTOR_LOSSES(
      "executor-losses",
      Metric.EXECUTOR_LOSSES_COUNTED,
      new Threshold(AT_LEAST, 1),
      Severity.TICKET,
      "The run lost an executor to a cause of its own: out of memory, crash or hang",
      "executor-losses"),
  SPILL(
      "spill",
      Metric.SPILL_DISK,
      new Threshold(ABOVE, 10.0 * (1L << 30)),
      Basis.QUARTER_HOUR,
      Severity.TICKET,
      "The run spills much to disk: its tasks hold more than their memory, which makes it slow",
      "spill"),
  REPEATED_WORK(
      "repeated-work",
      Metric.SHUFFLE_REPEATED,
      new Threshold(ABOVE, 1L << 30),
      Basis.QUARTER_HOUR,
      Severity.TICKET,
      "The run writes shuffle data anew that it had written before: tasks or stages are repeated",
      "repeated-work"),
  PUBLISH_FAILURES(
      "publish-failures",
      Metric.PUBLISH_FAILURES,
      new Threshold(AT_LEAST, 3),
      Basis.QUARTER_HOUR,
      Severity.TICKET,
      "Metrics reach CloudWatch late or not at all: alarms and dashboards may be wrong",
      "publish-failures"),
  REJECTED_ROWS(
      "rejected-rows",
      Metric.ROWS_REJECTED,
      new Threshold(ABOVE, 1),
      Basis.SHARE_OF_ROWS,
      Severity.TICKET,
      "The job sets aside more of its input than it should: the source has changed or is broken",
      "rejected-rows"),
  RUN_STOPPED(
      "run-stopped",
      Metric.RUN_STOPPED,
      new Threshold(AT_LEAST, 1),
      Severity.PAGE,
      "The guard stopped a doomed run",
      "run-stopped");

  private final String id;
  private final Metric metric;
  private final Threshold threshold;
  private final Basis basis;
  private final Severity severity;
  private final String meaning;
  private final String runbook;

  Guardrail(
      String id,
      Metric metric,
      Threshold threshold,
      Severity severity,
      String meaning,
      String runbook) {
    this(id, metric, threshold, Basis.ANY_TIME, severity, meaning, runbook);
  }

  Guardrail(
      String id,
      Metric metric,
      Threshold threshold,
      Basis basis,
      Severity severity,
      String meaning,
      String runbook) {
    this.id = id;
    this.metric = metric;
    this.threshold = threshold;
    this.basis = basis;
    this.severity = severity;
    this.meaning = meaning;
    this.runbook = runbook;
  }

  /** What is compared with a limit. */
  public enum Basis {
    /** The metric's value, at any time. */
    ANY_TIME,
    /** What was added up in a quarter of an hour. */
    QUARTER_HOUR,
    /** Its share, in percent, of the rows read in a quarter of an hour. */
    SHARE_OF_ROWS
  }

  /** Who is told when a guardrail is crossed. */
  public enum Severity {
    /** Somebody is woken. */
    PAGE,
    /** Somebody looks at it in working hours. */
    TICKET
  }

  /** A short name in kebab case, part of alarm names. */
  public String id() {
    return id;
  }

  public Metric metric() {
    return metric;
  }

  /** The default limit, in the metric's unit; a share in percent. */
  public Threshold threshold() {
    return threshold;
  }

  /** What is compared with the limit. */
  public Basis basis() {
    return basis;
  }

  public Severity severity() {
    return severity;
  }

  /** One sentence without its full stop: what crossing the limit means. */
  public String meaning() {
    return meaning;
  }

  /** The page in docs/runbooks that says what to do, without its extension. */
  public String runbook() {
    return runbook;
  }
}
