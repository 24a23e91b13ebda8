package dev.redline.dashboards.report;

import dev.redline.catalog.Guardrail;
import dev.redline.catalog.Metric;
import dev.redline.catalog.Threshold;
import dev.redline.catalog.Threshold.Comparison;
import dev.redline.catalog.Unit;
import dev.redline.dashboards.Line;
import dev.redline.dashboards.MetricPanel;
import dev.redline.dashboards.Quantity;
import dev.redline.dashboards.SharePanel;
import dev.redline.dashboards.View;
import dev.redline.listener.run.RunRecord;
import java.util.Optional;

/**
 * The panels that show numbers, as tiles; those with a redline say how far away it is.
 *
 * @param readings the run
 * @param standings how it stands to its redlines
 */
record Figures(Readings readings, Standings standings) {

  Html tile(MetricPanel panel) {
    return panel.lines().size() == 1 && !panel.guardrails().isEmpty()
        ? guarded(panel, panel.lines().get(0), panel.guardrails().get(0))
        : plain(panel);
  }

  /** The share as a number against its redline; the record has no rows over time. */
  Html tile(SharePanel panel) {
    Optional<Double> part = readings.ofRun(panel.part());
    Optional<Double> whole = readings.ofRun(panel.whole());
    String detail =
        part.isEmpty() || whole.isEmpty()
            ? "the job counts no rows"
            : "%s of %s rows"
                .formatted(
                    plainText(panel.part(), part.get()), plainText(panel.whole(), whole.get()));
    return guarded(
        panel.id(), panel.title(), panel.part(), Unit.PERCENT, panel.guardrail(), detail);
  }

  private Html plain(MetricPanel panel) {
    return tile(panel.id(), panel.lines().size() > 2 ? "plain wide" : "plain middle")
        .of(
            Html.tag("h3").of(panel.title()),
            Html.tag("dl").of(panel.lines().stream().map(line -> number(line, panel.view()))),
            panel.lines().stream().anyMatch(line -> line.metric() == Metric.ROWS_RAW)
                ? RowsBar.html(readings.run().totals().rows())
                : Html.NOTHING);
  }

  private Html number(Line line, View view) {
    Optional<Double> value =
        view == View.LATEST ? readings.latest(line.metric()) : readings.ofRun(line.metric());
    Html.Tag place = Html.tag("dd").with("data-metric", line.metric().meterName());
    return Html.tag("div")
        .of(
            Html.tag("dt").of(line.label()),
            value
                .map(v -> place.of(plainText(line.metric(), v)))
                .orElseGet(() -> place.with("class", "absent").of(absent(line.metric()))));
  }

  private static String absent(Metric metric) {
    return Readings.isRecorded(metric) ? "not measured" : "not recorded";
  }

  private static String plainText(Metric metric, double value) {
    return switch (metric) {
      case RUN_STOPPED, RUN_COMPLETED, GUARD_ALIVE -> value > 0 ? "yes" : "no";
      default -> Quantity.text(metric.unit(), value);
    };
  }

  private Html guarded(MetricPanel panel, Line line, Guardrail guardrail) {
    Metric metric = line.metric();
    return guarded(panel.id(), panel.title(), metric, panel.unit(), guardrail, detail(metric));
  }

  private Html guarded(
      String id, String title, Metric metric, Unit unit, Guardrail guardrail, String detail) {
    Optional<Double> value = standings.value(guardrail);
    Threshold threshold = readings.threshold(guardrail);
    Standing standing = standings.of(guardrail);
    return tile(id, standing.styleClass())
        .of(
            Html.tag("h3").of(title),
            Html.tag("p", "value")
                .with("data-metric", metric.meterName())
                .of(value.map(v -> Quantity.text(unit, v)).orElse("not measured")),
            value.map(v -> bar(unit, v, threshold.limit())).orElse(Html.NOTHING),
            Html.tag("p", "standing").of(standing(unit, threshold, standing, value)),
            detail.isEmpty() ? Html.NOTHING : Html.tag("p", "detail").of(detail));
  }

  private static Html.Tag tile(String id, String styleClass) {
    return Html.tag("article", "tile " + styleClass).with("id", id);
  }

  private Html standing(Unit unit, Threshold threshold, Standing standing, Optional<Double> value) {
    String limit = Quantity.text(unit, threshold.limit());
    return switch (standing) {
      case NOT_MEASURED -> Html.text("redline " + limit);
      case NOT_JUDGED ->
          judged(
              standing,
              distance(unit, threshold, limit, value.orElseThrow())
                  + ", run shorter than "
                  + Times.text(standings.grace()));
      case KEPT, CROSSED -> judged(standing, distance(unit, threshold, limit, value.orElseThrow()));
    };
  }

  private static Html judged(Standing standing, String explanation) {
    return Html.all(Html.tag("strong").of(standing.word()), Html.text(" · " + explanation));
  }

  private static String distance(Unit unit, Threshold threshold, String limit, double value) {
    if (threshold.comparison() == Comparison.BELOW) {
      return "at least " + limit;
    }
    return unit == Unit.BYTES
        ? Quantity.text(Unit.PERCENT, 100 * value / threshold.limit()) + " of " + limit
        : "redline " + limit;
  }

  private String detail(Metric metric) {
    RunRecord.Totals totals = readings.run().totals();
    return switch (metric) {
      case SHUFFLE_TOTAL ->
          totals.repeatedShuffleWriteBytes() == 0
              ? "no repeated work"
              : Quantity.bytes(totals.repeatedShuffleWriteBytes()) + " repeated work";
      case MEMORY_LIVE_HEAP -> beside("peak heap", Metric.MEMORY_PEAK_HEAP);
      case MEMORY_OVERHEAD -> beside("container", Metric.MEMORY_CONTAINER);
      case WORKER_UTILIZATION ->
          Optional.ofNullable(totals.gcRatio())
              .map(gc -> "GC " + Quantity.text(Unit.PERCENT, 100 * gc) + " of task time")
              .orElse("");
      case EXECUTOR_LOSSES_COUNTED ->
          "%,d lost of %,d".formatted(totals.losses(), totals.executorsAdded());
      default -> "";
    };
  }

  private String beside(String label, Metric metric) {
    return readings
        .ofRun(metric)
        .map(value -> label + " " + Quantity.text(metric.unit(), value))
        .orElse(label + " not measured");
  }

  /** Shares on a bar of 100 %, all else on one that leaves room behind the redline. */
  private static Html bar(Unit unit, double value, double limit) {
    double length = Math.max(unit == Unit.PERCENT ? 100 : 1.25 * limit, value);
    return length > 0 ? Icons.bar(value / length, limit / length) : Html.NOTHING;
  }
}
