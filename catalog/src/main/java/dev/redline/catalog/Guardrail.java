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
    this.id = id;
    this.metric = metric;
    this.threshold = threshold;
    this.severity = severity;
    this.meaning = meaning;
    this.runbook = runbook;
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

  /** The default limit, in the metric's unit. */
  public Threshold threshold() {
    return threshold;
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
