package dev.redline.dashboards.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.redline.dashboards.CostPanel;
import dev.redline.dashboards.Tone;
import dev.redline.dashboards.WorkerPrice;
import dev.redline.listener.run.RunRecord.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntToLongFunction;

/**
 * What the workers of a run cost: one for each executor alive and one for the driver, for as long
 * as the run lasted.
 *
 * @param samples the run over time
 * @param startedAtMs its start
 * @param endOf when a stretch ended, by its index
 * @param price of a worker
 */
record CostChart(
    List<Sample> samples, long startedAtMs, IntToLongFunction endOf, WorkerPrice price) {
  private static final double MS_PER_HOUR = 3_600_000;

  /** Hours of all workers from the run's start to the end of each stretch. */
  List<Double> workerHours() {
    List<Double> hours = new ArrayList<>();
    double sum = 0;
    long from = startedAtMs;
    for (int i = 0; i < samples.size(); i++) {
      long to = endOf.applyAsLong(i);
      sum += Math.max(0, to - from) / MS_PER_HOUR * (samples.get(i).executors() + 1);
      hours.add(sum);
      from = to;
    }
    return hours;
  }

  Html figure(CostPanel panel) {
    return Html.tag("figure", "chart")
        .with("id", panel.id())
        .of(
            Html.tag("h3").of(panel.title()),
            Charts.canvas(panel.id(), panel.title() + ". " + summary()),
            Html.tag("ul", "legend")
                .of(Html.tag("li").of(Icons.swatch(Tone.MAIN), Html.text(CostPanel.LABEL))),
            Html.tag("figcaption").of(summary()));
  }

  private String summary() {
    List<Double> hours = workerHours();
    if (hours.isEmpty()) {
      return "The record has no values over time.";
    }
    double total = hours.get(hours.size() - 1);
    return String.format(
        Locale.ROOT,
        "%s worker hours, $%s at $%s for each hour of a worker, the driver's included. The price is"
            + " an assumption: --worker-price.",
        digits(total),
        usd(total * price.usdPerHour()),
        price.text());
  }

  ObjectNode data(CostPanel panel) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", panel.id()).put("unit", "USD");
    ObjectNode line = json.putArray("lines").addObject();
    line.put("label", CostPanel.LABEL).put("tone", Tone.MAIN.styleName()).put("shape", "sum");
    ArrayNode values = line.putArray("values");
    workerHours().forEach(hours -> values.add(Math.round(hours * price.usdPerHour() * 1e4) / 1e4));
    json.putArray("redlines");
    return json;
  }

  /** Cents, and more digits below one. */
  static String usd(double usd) {
    return String.format(Locale.ROOT, usd > 0 && usd < 0.1 ? "%.4f" : "%,.2f", usd);
  }

  private static String digits(double hours) {
    return String.format(Locale.ROOT, hours < 0.1 ? "%.3f" : "%,.1f", hours);
  }
}
