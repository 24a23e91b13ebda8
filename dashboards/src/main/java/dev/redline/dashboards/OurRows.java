package dev.redline.dashboards;

import static dev.redline.dashboards.Tone.FAINT;
import static dev.redline.dashboards.Tone.MAIN;
import static dev.redline.dashboards.Tone.QUIET;
import static dev.redline.dashboards.Tone.SECOND;
import static dev.redline.dashboards.View.CHART;
import static dev.redline.dashboards.View.LATEST;
import static dev.redline.dashboards.View.WHOLE;

import dev.redline.catalog.Guardrail;
import dev.redline.catalog.Metric;
import dev.redline.catalog.StopCause;
import dev.redline.dashboards.Line.Reading;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The rows of what the agent itself measures, the most urgent first. */
final class OurRows {
  private OurRows() {}

  static Stream<Row> all() {
    return Stream.of(
        health(),
        alarms(),
        figures(),
        work(),
        workers(),
        pressure(),
        timeAndCost(),
        rows(),
        redline(),
        redlineItself());
  }

  private static Row health() {
    return new Row(
        "Is it healthy?",
        List.of(
            new MetricPanel(
                "run",
                "Run",
                WHOLE,
                10,
                List.of(
                    Line.of("stopped by the guard", Metric.RUN_STOPPED, SECOND),
                    Line.of("failed", Metric.RUN_FAILED, SECOND),
                    Line.of("completed", Metric.RUN_COMPLETED, MAIN)),
                List.of(Guardrail.RUN_STOPPED)),
            new MetricPanel(
                "guard",
                "Guard",
                LATEST,
                7,
                List.of(
                    Line.of("alive", Metric.GUARD_ALIVE, MAIN),
                    Line.of("executors it sees", Metric.EXECUTORS_ALIVE, QUIET)),
                List.of()),
            new MetricPanel(
                "tasks",
                "Tasks",
                WHOLE,
                7,
                List.of(
                    Line.of("failed", Metric.TASKS_FAILED, SECOND),
                    Line.of("finished", Metric.TASKS_FINISHED, QUIET)),
                List.of())));
  }

  /** Those that tell somebody, then those that may have been the reason. */
  private static Row alarms() {
    List<String> ids = new ArrayList<>(List.of("page", "ticket"));
    Arrays.stream(StopCause.values())
        .map(cause -> "run-stopped-" + cause.name().toLowerCase(Locale.ROOT).replace('_', '-'))
        .forEach(ids::add);
    ids.addAll(List.of("run-failed", "glue-run-failed", "memory-with-losses", "guard-silent"));
    Arrays.stream(Guardrail.values())
        .filter(guardrail -> guardrail != Guardrail.RUN_STOPPED)
        .map(Guardrail::id)
        .forEach(ids::add);
    return new Row("Alarms", List.of(new AlarmPanel("alarms", "Alarms", Layout.COLUMNS, ids)));
  }

  private static Row figures() {
    return new Row(
        "Against the redlines",
        List.of(
            figure("shuffle-figure", "Shuffle written", 4, Metric.SHUFFLE_TOTAL, Guardrail.SHUFFLE),
            figure(
                "live-heap-figure",
                "Peak live heap",
                5,
                Metric.MEMORY_LIVE_HEAP,
                Guardrail.LIVE_HEAP),
            figure(
                "overhead-figure", "Peak overhead", 5, Metric.MEMORY_OVERHEAD, Guardrail.OVERHEAD),
            new MetricPanel(
                "utilization-figure",
                "Worker utilization",
                WHOLE,
                5,
                List.of(new Line("mean", Metric.WORKER_UTILIZATION, Reading.MEAN, MAIN)),
                List.of(Guardrail.UTILIZATION)),
            figure(
                "losses-figure",
                "Losses that count",
                5,
                Metric.EXECUTOR_LOSSES_COUNTED,
                Guardrail.EXECUTOR_LOSSES)));
  }

  private static MetricPanel figure(
      String id, String title, int width, Metric metric, Guardrail guardrail) {
    return new MetricPanel(
        id, title, WHOLE, width, List.of(Line.of("whole time", metric, MAIN)), List.of(guardrail));
  }

  private static Row work() {
    return new Row(
        "Shuffle and memory",
        List.of(
            new MetricPanel(
                "shuffle",
                "Shuffle written so far",
                CHART,
                12,
                List.of(
                    Line.of("total of the run", Metric.SHUFFLE_TOTAL, MAIN),
                    Line.addedUp("repeated work", Metric.SHUFFLE_REPEATED, SECOND)),
                List.of(Guardrail.SHUFFLE)),
            new MetricPanel(
                "memory",
                "Executor memory, hottest executor",
                CHART,
                12,
                List.of(
                    Line.of("live heap", Metric.MEMORY_LIVE_HEAP, MAIN),
                    Line.of("memory overhead", Metric.MEMORY_OVERHEAD, SECOND),
                    Line.of("peak heap, with garbage", Metric.MEMORY_PEAK_HEAP, QUIET),
                    Line.of("container", Metric.MEMORY_CONTAINER, FAINT)),
                List.of(Guardrail.LIVE_HEAP, Guardrail.OVERHEAD))));
  }

  private static Row workers() {
    return new Row(
        "Workers",
        List.of(
            new MetricPanel(
                "utilization",
                "Worker utilization over time",
                CHART,
                12,
                List.of(Line.of("utilization", Metric.WORKER_UTILIZATION, MAIN)),
                List.of(Guardrail.UTILIZATION)),
            new MetricPanel(
                "executors",
                "Executors alive, and losses by cause",
                CHART,
                12,
                List.of(
                    Line.of("alive", Metric.EXECUTORS_ALIVE, MAIN),
                    Line.of("lost", Metric.EXECUTOR_LOSSES, SECOND)),
                List.of())));
  }

  private static Row pressure() {
    return new Row(
        "Spill and repeated work, in quarters of an hour",
        List.of(
            new MetricPanel(
                "spill",
                "Spilled to disk",
                CHART,
                12,
                List.of(
                    Line.inQuarterHour("in a quarter of an hour", Metric.SPILL_DISK, MAIN),
                    Line.addedUp("so far", Metric.SPILL_DISK, QUIET)),
                List.of(Guardrail.SPILL)),
            new MetricPanel(
                "repeated",
                "Shuffle written anew",
                CHART,
                12,
                List.of(
                    Line.inQuarterHour("in a quarter of an hour", Metric.SHUFFLE_REPEATED, MAIN)),
                List.of(Guardrail.REPEATED_WORK))));
  }

  private static Row timeAndCost() {
    return new Row(
        "Garbage collection and cost",
        List.of(
            new MetricPanel(
                "gc",
                "Time in garbage collections",
                CHART,
                12,
                List.of(Line.of("of the time tasks ran", Metric.GC_SHARE, MAIN)),
                List.of()),
            new CostPanel("cost", "Cost of the workers", 12)));
  }

  private static Row rows() {
    return new Row(
        "Rows of the ETL job",
        List.of(
            new MetricPanel(
                "rows",
                "Rows",
                WHOLE,
                12,
                List.of(
                    Line.of("raw", Metric.ROWS_RAW, QUIET),
                    Line.of("rejected", Metric.ROWS_REJECTED, SECOND),
                    Line.of("duplicates", Metric.ROWS_DUPLICATES, FAINT),
                    Line.of("loaded", Metric.ROWS_LOADED, MAIN)),
                List.of()),
            new SharePanel(
                "rejected",
                "Rows rejected",
                12,
                "of the rows read in a quarter of an hour",
                Metric.ROWS_RAW,
                Guardrail.REJECTED_ROWS)));
  }

  private static Row redline() {
    return new Row(
        "Redline itself",
        List.of(
            new MetricPanel(
                "failed-requests",
                "Requests to CloudWatch that failed",
                CHART,
                12,
                List.of(
                    Line.inQuarterHour("in a quarter of an hour", Metric.PUBLISH_FAILURES, MAIN)),
                List.of(Guardrail.PUBLISH_FAILURES)),
            new MetricPanel(
                "publishing",
                "Publishing to CloudWatch",
                WHOLE,
                12,
                List.of(
                    Line.of("requests failed", Metric.PUBLISH_FAILURES, SECOND),
                    Line.of("tried again", Metric.PUBLISH_RETRIES, QUIET),
                    Line.of("values given up", Metric.PUBLISH_DROPPED, SECOND)),
                List.of())));
  }

  private static Row redlineItself() {
    return new Row(
        "",
        List.of(
            new MetricPanel(
                "latency",
                "Longest request",
                WHOLE,
                12,
                List.of(Line.of("whole time", Metric.PUBLISH_LATENCY, MAIN)),
                List.of()),
            new MetricPanel(
                "watching",
                "Watching",
                WHOLE,
                12,
                List.of(
                    Line.of("events dropped", Metric.EVENTS_DROPPED, SECOND),
                    Line.of("failures of the guard", Metric.GUARD_FAILURES, SECOND)),
                List.of())));
  }
}
