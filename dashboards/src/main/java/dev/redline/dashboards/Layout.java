package dev.redline.dashboards;

import static dev.redline.dashboards.Panel.View.CHART;
import static dev.redline.dashboards.Panel.View.LATEST;
import static dev.redline.dashboards.Panel.View.WHOLE;
import static dev.redline.dashboards.Tone.FAINT;
import static dev.redline.dashboards.Tone.MAIN;
import static dev.redline.dashboards.Tone.QUIET;
import static dev.redline.dashboards.Tone.SECOND;

import dev.redline.catalog.Guardrail;
import dev.redline.catalog.Metric;
import dev.redline.dashboards.Line.Reading;
import java.util.List;
import java.util.stream.Stream;

/**
 * What people look at: rows of panels with their redlines. The CloudWatch dashboard and the report
 * of a run are both drawn from it, so that neither can show what the other does not.
 *
 * @param title the heading of it all
 * @param rows from top to bottom
 */
public record Layout(String title, List<Row> rows) {

  /** Columns of the grid; CloudWatch's own number. */
  public static final int COLUMNS = 24;

  public Layout {
    rows = List.copyOf(rows);
  }

  /** Redline's layout. */
  public static Layout redline() {
    return new Layout("Redline", List.of(health(), figures(), work(), workers()));
  }

  /** All panels in reading order. */
  public Stream<Panel> panels() {
    return rows.stream().flatMap(row -> row.panels().stream());
  }

  private static Row health() {
    return new Row(
        "Is it healthy?",
        List.of(
            new Panel(
                "run",
                "Run",
                WHOLE,
                8,
                List.of(
                    Line.of("stopped by the guard", Metric.RUN_STOPPED, SECOND),
                    Line.of("completed", Metric.RUN_COMPLETED, MAIN)),
                List.of(Guardrail.RUN_STOPPED)),
            new Panel(
                "guard",
                "Guard",
                LATEST,
                8,
                List.of(
                    Line.of("alive", Metric.GUARD_ALIVE, MAIN),
                    Line.of("executors it sees", Metric.EXECUTORS_ALIVE, QUIET)),
                List.of()),
            new Panel(
                "tasks",
                "Tasks",
                WHOLE,
                8,
                List.of(
                    Line.of("failed", Metric.TASKS_FAILED, SECOND),
                    Line.of("finished", Metric.TASKS_FINISHED, QUIET)),
                List.of())));
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
            new Panel(
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

  private static Panel figure(
      String id, String title, int width, Metric metric, Guardrail guardrail) {
    return new Panel(
        id, title, WHOLE, width, List.of(Line.of("whole time", metric, MAIN)), List.of(guardrail));
  }

  private static Row work() {
    return new Row(
        "Shuffle and memory",
        List.of(
            new Panel(
                "shuffle",
                "Shuffle written so far",
                CHART,
                12,
                List.of(
                    Line.of("total of the run", Metric.SHUFFLE_TOTAL, MAIN),
                    new Line(
                        "repeated work, added up over the time shown",
                        Metric.SHUFFLE_REPEATED,
                        Reading.ADDED_UP,
                        SECOND)),
                List.of(Guardrail.SHUFFLE)),
            new Panel(
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
            new Panel(
                "utilization",
                "Worker utilization over time",
                CHART,
                12,
                List.of(Line.of("utilization", Metric.WORKER_UTILIZATION, MAIN)),
                List.of(Guardrail.UTILIZATION)),
            new Panel(
                "executors",
                "Executors alive, and losses by cause",
                CHART,
                12,
                List.of(
                    Line.of("alive", Metric.EXECUTORS_ALIVE, MAIN),
                    Line.of("lost", Metric.EXECUTOR_LOSSES, SECOND)),
                List.of())));
  }
}
