package dev.redline.dashboards;

import static dev.redline.dashboards.Tone.FAINT;
import static dev.redline.dashboards.Tone.MAIN;
import static dev.redline.dashboards.Tone.QUIET;
import static dev.redline.dashboards.Tone.SECOND;
import static dev.redline.dashboards.View.CHART;
import static dev.redline.dashboards.View.WHOLE;

import dev.redline.catalog.GlueMetric;
import dev.redline.dashboards.GluePanel.GlueLine;
import java.util.List;
import java.util.stream.Stream;

/** What AWS Glue says of the same runs, in the order of our own rows. */
final class GlueRows {
  private GlueRows() {}

  static Stream<Row> all() {
    return Stream.of(numbers(), charts());
  }

  private static Row numbers() {
    return new Row(
        "AWS Glue's own metrics, of the Glue job of the same name",
        List.of(
            new GluePanel(
                "glue-runs",
                "Glue: runs",
                WHOLE,
                12,
                List.of(
                    new GlueLine("succeeded", GlueMetric.SUCCEEDED, MAIN),
                    new GlueLine("failed", GlueMetric.FAILED, SECOND),
                    new GlueLine("out of memory", GlueMetric.OUT_OF_MEMORY, SECOND),
                    new GlueLine("disk full", GlueMetric.DISK_FULL, SECOND))),
            new GluePanel(
                "glue-tasks",
                "Glue: tasks",
                WHOLE,
                12,
                List.of(
                    new GlueLine("completed", GlueMetric.TASKS_COMPLETED, QUIET),
                    new GlueLine("failed", GlueMetric.TASKS_FAILED, SECOND),
                    new GlueLine("killed", GlueMetric.TASKS_KILLED, SECOND)))));
  }

  private static Row charts() {
    return new Row(
        "",
        List.of(
            new GluePanel(
                "glue-shuffle",
                "Glue: shuffle and S3 bytes a minute",
                CHART,
                6,
                List.of(
                    new GlueLine("shuffle written", GlueMetric.SHUFFLE_WRITTEN, MAIN),
                    new GlueLine("read from S3", GlueMetric.S3_READ, QUIET),
                    new GlueLine("written to S3", GlueMetric.S3_WRITTEN, FAINT))),
            new GluePanel(
                "glue-memory",
                "Glue: memory and disk used",
                CHART,
                6,
                List.of(
                    new GlueLine("executors' memory", GlueMetric.MEMORY_USED, MAIN),
                    new GlueLine("executors' heap", GlueMetric.HEAP_USED, QUIET),
                    new GlueLine("driver's heap", GlueMetric.DRIVER_HEAP_USED, FAINT),
                    new GlueLine("disk", GlueMetric.DISK_USED, SECOND))),
            new GluePanel(
                "glue-workers",
                "Glue: executors",
                CHART,
                6,
                List.of(
                    new GlueLine("there", GlueMetric.EXECUTORS, MAIN),
                    new GlueLine("needed", GlueMetric.EXECUTORS_NEEDED, QUIET))),
            new GluePanel(
                "glue-utilization",
                "Glue: worker utilization and skew",
                CHART,
                6,
                List.of(
                    new GlueLine("worker utilization", GlueMetric.WORKER_UTILIZATION, MAIN),
                    new GlueLine("skewness of the job", GlueMetric.SKEWNESS_OF_JOB, SECOND)))));
  }
}
