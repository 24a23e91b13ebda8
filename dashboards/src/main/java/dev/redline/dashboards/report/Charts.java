package dev.redline.dashboards.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.redline.catalog.Unit;
import dev.redline.dashboards.CostPanel;
import dev.redline.dashboards.Layout;
import dev.redline.dashboards.Line;
import dev.redline.dashboards.MetricPanel;
import dev.redline.dashboards.Panel;
import dev.redline.dashboards.Quantity;
import dev.redline.dashboards.Redline;
import dev.redline.dashboards.WorkerPrice;
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
  private final CostChart cost;

  Charts(Layout layout, Readings readings, Times times, WorkerPrice price) {
    this.layout = layout;
    this.readings = readings;
    this.times = times;
    this.samples = readings.run().timeline();
    this.cost = new CostChart(samples, readings.run().startedAtMs(), readings::endOf, price);
  }

  /** The panel without its drawing, which the script adds. */
  Html figure(MetricPanel panel) {
    ChartText text = new ChartText(panel, readings, times, readings::endOf);
    return Html.tag("figure", "chart")
        .with("id", panel.id())
        .of(
            Html.tag("h3").of(panel.title()),
            canvas(panel.id(), panel.title() + ". " + text.summary()),
            text.legend(),
            Html.tag("figcaption").of(text.summary()));
  }

  Html figure(CostPanel panel) {
    return cost.figure(panel);
  }

  /** Where the script draws, and what a screen reader says instead. */
  static Html canvas(String panelId, String words) {
    return Html.tag("div", "canvas")
        .of(
            Html.tag("canvas")
                .with("role", "img")
                .with("tabindex", "0")
                .with("aria-label", words)
                .with("data-panel", panelId)
                .of(Html.NOTHING));
  }

  /** Every line of every chart, stretch by stretch, for readers who do not see drawings. */
  Html table() {
    List<Line> lines = chartPanels().flatMap(panel -> panel.lines().stream()).toList();
    List<String> headings =
        Stream.of(
                Stream.of("#Until"),
                lines.stream().map(Charts::heading),
                Stream.of("#" + CostPanel.LABEL))
            .flatMap(names -> names)
            .map(heading -> heading.replace("redline.", "").replace('.', ' '))
            .toList();
    List<Double> hours = cost.workerHours();
    return Html.tag("details")
        .with("id", "timeline")
        .of(
            Html.tag("summary").of("The charts as a table"),
            Tables.table(
                "The run over time; bytes are since the start, all else is of the stretch that"
                    + " ends there",
                headings,
                IntStream.range(0, samples.size()).mapToObj(i -> tableRow(lines, hours, i))));
  }

  private static String heading(Line line) {
    boolean isQuarter = line.reading() == Line.Reading.IN_QUARTER_HOUR;
    return "#" + line.metric().meterName() + (isQuarter ? " in a quarter of an hour" : "");
  }

  private List<Html> tableRow(List<Line> lines, List<Double> hours, int i) {
    Stream<String> values =
        lines.stream()
            .map(
                line ->
                    readings
                        .inStretch(line, i)
                        .map(value -> Quantity.text(line.metric().unit(), value))
                        .orElse("–"));
    String usd = CostChart.usd(hours.get(i) * cost.price().usdPerHour());
    return Stream.of(Stream.of(times.into(readings.endOf(i))), values, Stream.of(usd))
        .flatMap(cells -> cells)
        .map(Html::text)
        .toList();
  }

  /** What the script draws, as JSON. */
  String data() {
    ObjectNode data = JSON.objectNode();
    data.put("startMs", times.startMs());
    data.put("endSeconds", times.secondsInto(readings.run().endedAtMs()));
    data.set("seconds", numbers(i -> Optional.of(times.secondsInto(readings.endOf(i)))));
    ArrayNode panels = data.putArray("panels");
    layout.panels().forEach(panel -> panel(panel).ifPresent(panels::add));
    return data.toString();
  }

  private Optional<ObjectNode> panel(Panel panel) {
    if (panel instanceof MetricPanel own && own.isChart() && !Elsewhere.is(own)) {
      return Optional.of(own(own));
    }
    return panel instanceof CostPanel money ? Optional.of(cost.data(money)) : Optional.empty();
  }

  private ObjectNode own(MetricPanel panel) {
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

  private ObjectNode line(MetricPanel panel, Line line) {
    ObjectNode json = JSON.objectNode();
    json.put("label", line.label());
    json.put("tone", line.tone().styleName());
    json.put("shape", shape(panel, line));
    json.set("values", numbers(i -> readings.inStretch(line, i)));
    return json;
  }

  /** Sums start at zero; counts change in steps; shares are those of a stretch. */
  private static String shape(MetricPanel panel, Line line) {
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

  private Stream<MetricPanel> chartPanels() {
    return layout.metricPanels().filter(panel -> panel.isChart() && !Elsewhere.is(panel));
  }
}
