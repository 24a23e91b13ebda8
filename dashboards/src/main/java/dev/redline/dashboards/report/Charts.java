package dev.redline.dashboards.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.redline.catalog.Unit;
import dev.redline.dashboards.Layout;
import dev.redline.dashboards.Line;
import dev.redline.dashboards.Panel;
import dev.redline.dashboards.Panel.View;
import dev.redline.dashboards.Quantity;
import dev.redline.dashboards.Redline;
import dev.redline.listener.run.RunRecord.Sample;
import dev.redline.listener.signal.Loss;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The panels that show values over time: a place for the drawing, its legend and what it says in
 * words, the data for the script, and all of it as one table.
 *
 * <p>A value is drawn where its stretch of the run ends, since that is when it was known.
 */
final class Charts {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final Layout layout;
  private final Readings readings;
  private final Times times;
  private final List<Sample> samples;

  Charts(Layout layout, Readings readings, Times times) {
    this.layout = layout;
    this.readings = readings;
    this.times = times;
    this.samples = readings.run().timeline();
  }

  /** The panel without its drawing, which the script adds. */
  Html figure(Panel panel) {
    ChartText text = new ChartText(panel, readings, times, this::endOf);
    return Html.tag("figure", "chart")
        .with("id", panel.id())
        .of(
            Html.tag("h3").of(panel.title()),
            Html.tag("div", "canvas")
                .of(
                    Html.tag("canvas")
                        .with("role", "img")
                        .with("aria-label", panel.title() + ". " + text.summary())
                        .with("data-panel", panel.id())
                        .of(Html.NOTHING)),
            text.legend(),
            Html.tag("figcaption").of(text.summary()));
  }

  /** Every line of every chart, stretch by stretch, for readers who do not see drawings. */
  Html table() {
    List<Line> lines = chartPanels().flatMap(panel -> panel.lines().stream()).toList();
    List<String> headings =
        Stream.concat(
                Stream.of("#Until"), lines.stream().map(line -> "#" + line.metric().meterName()))
            .map(heading -> heading.replace("redline.", "").replace('.', ' '))
            .toList();
    return Html.tag("details")
        .with("id", "timeline")
        .of(
            Html.tag("summary").of("The charts as a table"),
            Tables.table(
                "The run over time; bytes are since the start, all else is of the stretch that"
                    + " ends there",
                headings,
                IntStream.range(0, samples.size()).mapToObj(i -> tableRow(lines, i))));
  }

  private List<Html> tableRow(List<Line> lines, int i) {
    Stream<String> values =
        lines.stream()
            .map(
                line ->
                    readings
                        .inStretch(line.metric(), samples.get(i))
                        .map(value -> Quantity.text(line.metric().unit(), value))
                        .orElse("–"));
    return Stream.concat(Stream.of(times.into(endOf(i))), values).map(Html::text).toList();
  }

  /** What the script draws, as JSON. */
  String data() {
    ObjectNode data = JSON.objectNode();
    data.put("startMs", times.startMs());
    data.put("endSeconds", times.secondsInto(readings.run().endedAtMs()));
    data.set("seconds", numbers(i -> Optional.of(times.secondsInto(endOf(i)))));
    ArrayNode panels = data.putArray("panels");
    chartPanels().forEach(panel -> panels.add(panel(panel)));
    return data.toString();
  }

  private ObjectNode panel(Panel panel) {
    ObjectNode json = JSON.objectNode();
    json.put("id", panel.id()).put("unit", panel.unit().name());
    ArrayNode lines = json.putArray("lines");
    panel.lines().stream()
        .filter(line -> !line.isByCause())
        .forEach(l -> lines.add(line(panel, l)));
    ArrayNode redlines = json.putArray("redlines");
    for (Redline redline : panel.redlines(readings::limit)) {
      redlines.addObject().put("label", redline.label()).put("value", redline.limit());
    }
    if (panel.lines().stream().anyMatch(Line::isByCause)) {
      json.set("marks", marks());
    }
    return json;
  }

  private ObjectNode line(Panel panel, Line line) {
    ObjectNode json = JSON.objectNode();
    json.put("label", line.label());
    json.put("tone", line.tone().styleName());
    json.put("shape", shape(panel, line));
    json.set("values", numbers(i -> readings.inStretch(line.metric(), samples.get(i))));
    return json;
  }

  /** Sums start at zero; counts change in steps; shares are those of a stretch. */
  private static String shape(Panel panel, Line line) {
    if (panel.unit() == Unit.COUNT) {
      return "steps";
    }
    return panel.unit() == Unit.BYTES ? "sum" : panel.isGuarded(line) ? "share" : "beside";
  }

  private ArrayNode marks() {
    ArrayNode marks = JSON.arrayNode();
    for (Loss loss : readings.run().losses()) {
      marks
          .addObject()
          .put("second", times.secondsInto(loss.atMs()))
          .put("executor", loss.executorId())
          .put("cause", loss.cause().name())
          .put("counted", loss.counted());
    }
    return marks;
  }

  private ArrayNode numbers(IntFunction<Optional<Double>> value) {
    ArrayNode numbers = JSON.arrayNode();
    for (int i = 0; i < samples.size(); i++) {
      value.apply(i).ifPresentOrElse(v -> number(numbers, v), numbers::addNull);
    }
    return numbers;
  }

  private static void number(ArrayNode numbers, double value) {
    double rounded = Math.round(value * 100) / 100.0;
    if (rounded == Math.rint(rounded)) {
      numbers.add((long) rounded);
    } else {
      numbers.add(rounded);
    }
  }

  private long endOf(int sample) {
    return sample + 1 < samples.size()
        ? samples.get(sample + 1).atMs()
        : Math.max(readings.run().endedAtMs(), samples.get(sample).atMs());
  }

  private Stream<Panel> chartPanels() {
    return layout.panels().filter(panel -> panel.view() == View.CHART);
  }
}
