package dev.redline.dashboards.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.redline.catalog.Guardrail;
import dev.redline.catalog.StopCause;
import dev.redline.dashboards.Quantity;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * One widget of a body.
 *
 * @param history the values
 */
record PreviewWidget(MetricHistory history) {

  /** Headings, bold text and paragraphs; the Markdown that our own bodies use. */
  static Html text(String id, JsonNode properties) {
    Stream<Html> lines =
        properties
            .path("markdown")
            .asText()
            .lines()
            .map(
                line ->
                    line.startsWith("## ")
                        ? Html.tag("h2").of(line.substring(3))
                        : line.startsWith("# ")
                            ? Html.tag("h1").of(line.substring(2))
                            : Html.tag("p").of(bold(line)));
    return Html.tag("section", "text").with("id", id).of(lines);
  }

  private static Html bold(String line) {
    String[] parts = line.split("\\*\\*", -1);
    Html[] pieces = new Html[parts.length];
    for (int i = 0; i < parts.length; i++) {
      pieces[i] = i % 2 == 0 ? Html.text(parts[i]) : Html.tag("strong").of(parts[i]);
    }
    return Html.all(pieces);
  }

  static Html unknown(String id, String type) {
    return card(id, type).of(Html.tag("p", "none").of("A " + type + " widget is not drawn here."));
  }

  private static Html.Tag card(String id, String type) {
    return Html.tag("section", "card " + type.replaceAll("\\W", "")).with("id", id);
  }

  /** Alarms by what the record tells of their limit or cause; of others it knows no state. */
  Html alarms(String id, JsonNode properties) {
    Stream<Html> chips =
        StreamSupport.stream(properties.path("alarms").spliterator(), false)
            .map(arn -> chip(arn.asText().replaceFirst(".*:alarm:", "")));
    return card(id, "alarm")
        .of(Html.tag("h3").of(properties.path("title").asText()), Html.tag("ul").of(chips));
  }

  private Html chip(String name) {
    String state = ofStop(name).or(() -> ofLimit(name)).orElse("not known here");
    return Html.tag("li", "state " + state.toLowerCase(Locale.ROOT).replace(' ', '-'))
        .of(Html.text(name + " "), Html.tag("strong").of(state));
  }

  private Optional<String> ofStop(String name) {
    Readings readings = history.readings();
    return Arrays.stream(StopCause.values())
        .filter(cause -> name.endsWith("-" + Guardrail.RUN_STOPPED.id() + "-" + kebab(cause)))
        .map(
            cause ->
                readings.isStopped() && readings.run().verdict().stopCause() == cause
                    ? "In alarm"
                    : "OK")
        .findFirst();
  }

  private static String kebab(StopCause cause) {
    return cause.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private Optional<String> ofLimit(String name) {
    Standings standings = new Standings(history.readings());
    return Arrays.stream(Guardrail.values())
        .filter(guardrail -> name.endsWith("-" + guardrail.id()))
        .max(Comparator.comparingInt(guardrail -> guardrail.id().length()))
        .map(
            guardrail ->
                switch (standings.of(guardrail)) {
                  case CROSSED -> "In alarm";
                  case KEPT, NOT_JUDGED -> "OK";
                  case NOT_MEASURED -> "Insufficient data";
                });
  }

  Html metrics(String id, JsonNode properties, ArrayNode charts) {
    List<PreviewLine> lines = new PreviewLines(history).of(properties);
    Html.Tag card = card(id, "metric");
    Html title = Html.tag("h3").of(properties.path("title").asText());
    if (properties.path("view").asText("timeSeries").equals("singleValue")) {
      boolean whole = properties.path("setPeriodToTimeRange").asBoolean();
      return card.of(title, Html.tag("dl").of(lines.stream().map(line -> number(line, whole))));
    }
    if (lines.stream().noneMatch(line -> line.values().isPresent())) {
      return card.of(title, Html.tag("p", "none").of("No data available"), legend(lines, true));
    }
    charts.add(chart(id, properties, lines));
    return card.of(title, Charts.canvas(id, words(properties, lines)), legend(lines, false));
  }

  private static Html number(PreviewLine line, boolean whole) {
    OptionalDouble value = whole ? line.whole() : line.latest();
    String text = value.isPresent() ? Quantity.text(line.unit(), value.getAsDouble()) : "--";
    return Html.tag("div")
        .of(
            Html.tag("dd").with("data-metric", line.name()).of(text),
            Html.tag("dt").of(line.label()));
  }

  /** CloudWatch leaves lines without data in the legend; a cause that never was is noise. */
  private static Html legend(List<PreviewLine> lines, boolean all) {
    Stream<Html> items =
        lines.stream()
            .filter(line -> all || line.values().isPresent())
            .map(
                line ->
                    Html.tag("li").with("data-color", line.color()).of(Html.text(line.label())));
    return Html.tag("ul", "legend").of(items);
  }

  private static String words(JsonNode properties, List<PreviewLine> lines) {
    StringBuilder words = new StringBuilder(properties.path("title").asText()).append('.');
    for (PreviewLine line : lines) {
      OptionalDouble highest = line.highest();
      if (highest.isPresent()) {
        words
            .append(' ')
            .append(line.label())
            .append(" at most ")
            .append(Quantity.text(line.unit(), highest.getAsDouble()))
            .append('.');
      }
    }
    return words.toString();
  }

  private static ObjectNode chart(String id, JsonNode properties, List<PreviewLine> lines) {
    ObjectNode chart = ((ObjectNode) properties).objectNode();
    chart.put("id", id);
    chart.set("yAxis", properties.path("yAxis"));
    chart.set("annotations", properties.path("annotations").path("horizontal"));
    chart.put("unit", lines.get(0).unit().name());
    ArrayNode array = chart.putArray("lines");
    for (PreviewLine line : lines) {
      line.values().ifPresent(values -> line(array.addObject(), line, values));
    }
    return chart;
  }

  private static void line(ObjectNode json, PreviewLine line, double[] values) {
    json.put("label", line.label()).put("color", line.color()).put("yAxis", line.yAxis());
    ArrayNode array = json.putArray("values");
    for (double value : values) {
      if (Double.isFinite(value)) {
        array.add(Math.round(value * 1e4) / 1e4);
      } else {
        array.addNull();
      }
    }
  }
}
