package dev.redline.dashboards.report;

import dev.redline.catalog.Metric;
import dev.redline.dashboards.Line;
import dev.redline.dashboards.MetricPanel;
import dev.redline.dashboards.Quantity;
import dev.redline.dashboards.Redline;
import dev.redline.listener.run.RunRecord.Sample;
import dev.redline.listener.signal.Loss;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What a chart shows, in words.
 *
 * @param panel the chart
 * @param readings the run
 * @param times its times
 * @param endOf when a stretch of the run ended, by its index
 */
record ChartText(MetricPanel panel, Readings readings, Times times, IntToLongFunction endOf) {

  /** One or two sentences with the extremes. */
  String summary() {
    if (readings.run().timeline().isEmpty()) {
      return "The record has no values over time.";
    }
    String lines = panel.lines().stream().map(this::sentence).collect(Collectors.joining("; "));
    return Character.toUpperCase(lines.charAt(0)) + lines.substring(1) + ".";
  }

  private String sentence(Line line) {
    if (line.isByCause()) {
      return losses();
    }
    Optional<Integer> highest = highest(line);
    if (highest.isEmpty()) {
      return line.label() + " not measured";
    }
    double value = value(line, highest.get()).orElseThrow();
    String most = Quantity.text(panel.unit(), value) + at(highest.get(), value, line);
    if (line.reading() == Line.Reading.IN_QUARTER_HOUR) {
      return "at most %s %s%s"
          .formatted(
              Quantity.text(panel.unit(), value), line.label(), at(highest.get(), value, line));
    }
    return switch (line.metric()) {
      case SHUFFLE_TOTAL, SHUFFLE_REPEATED, SPILL_DISK -> line.label() + " " + ofRun(line);
      case WORKER_UTILIZATION, GC_SHARE ->
          line.label() + " " + ofRun(line) + " over the run, at most " + most;
      default -> line.label() + " at most " + most;
    };
  }

  private Optional<Integer> highest(Line line) {
    return IntStream.range(0, samples().size())
        .filter(i -> value(line, i).isPresent())
        .boxed()
        .max(Comparator.comparingDouble(i -> value(line, i).orElseThrow()));
  }

  private String ofRun(Line line) {
    return readings
        .ofRun(line.metric())
        .map(value -> Quantity.text(panel.unit(), value))
        .orElse("not measured");
  }

  private String at(int sample, double value, Line line) {
    boolean always =
        IntStream.range(0, samples().size())
            .allMatch(i -> value(line, i).filter(v -> v == value).isPresent());
    return always ? "" : " at " + times.into(endOf.applyAsLong(sample));
  }

  private String losses() {
    int losses = readings.ofRun(Metric.EXECUTOR_LOSSES).orElse(0.0).intValue();
    if (losses == 0) {
      return "none lost";
    }
    return losses
        + " lost: "
        + byCause().entrySet().stream()
            .map(entry -> entry.getValue() + " " + entry.getKey())
            .collect(Collectors.joining(", "));
  }

  /** Swatches and labels, redlines last. */
  Html legend() {
    List<Html> items = new ArrayList<>();
    for (Line line : panel.lines()) {
      if (line.isByCause()) {
        readings.run().losses().stream()
            .collect(Collectors.toMap(Loss::cause, Loss::counted, (a, b) -> a || b, TreeMap::new))
            .forEach(
                (cause, counted) ->
                    items.add(
                        item(
                            Icons.lossSwatch(counted),
                            cause.name() + (counted ? ", counts" : ""))));
      } else {
        items.add(item(Icons.swatch(line.tone()), line.label() + missing(line)));
      }
    }
    for (Redline redline : panel.redlines(readings::limit)) {
      items.add(item(Icons.redlineSwatch(), redline.fullLabel()));
    }
    return Html.tag("ul", "legend").of(items.stream());
  }

  private String missing(Line line) {
    return IntStream.range(0, samples().size()).anyMatch(i -> value(line, i).isPresent())
        ? ""
        : " (not measured)";
  }

  private static Html item(Html swatch, String label) {
    return Html.tag("li").of(swatch, Html.text(label));
  }

  private Map<String, Long> byCause() {
    return readings.run().losses().stream()
        .collect(
            Collectors.groupingBy(
                loss -> loss.cause().name(), TreeMap::new, Collectors.counting()));
  }

  private Optional<Double> value(Line line, int sample) {
    return readings.inStretch(line, sample);
  }

  private List<Sample> samples() {
    return readings.run().timeline();
  }
}
