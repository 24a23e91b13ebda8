package dev.redline.dashboards.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.redline.listener.run.RunRecord;
import java.util.ArrayList;
import java.util.List;

/**
 * A look at a CloudWatch dashboard without CloudWatch: the widgets of a body, where the body puts
 * them, with the values that the agent would have published of a run. One page that loads nothing.
 *
 * <p>It draws what our own dashboards use: text, numbers, lines, their math and their redlines, and
 * alarms. What it cannot draw says so in its place.
 */
public final class Preview {
  private static final JsonMapper MAPPER = new JsonMapper();

  private final JsonNode body;
  private final PreviewWidget widget;
  private final RunRecord run;
  private final StringBuilder places = new StringBuilder();
  private final ArrayNode charts = JsonNodeFactory.instance.arrayNode();

  private Preview(JsonNode body, RunRecord run) {
    this.body = body;
    this.run = run;
    this.widget = new PreviewWidget(new MetricHistory(new Readings(run)));
  }

  /**
   * The page.
   *
   * @param body the body of a dashboard, as PutDashboard takes it
   * @param run whose values are drawn
   * @param origin where the run is from, in a few words
   * @throws IllegalArgumentException if the body is no JSON
   */
  public static String html(String body, RunRecord run, String origin) {
    try {
      return new Preview(MAPPER.readTree(body), run).page(origin);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "the body is not valid JSON: " + e.getOriginalMessage(), e);
    }
  }

  private String page(String origin) {
    List<Html> widgets = new ArrayList<>();
    for (JsonNode each : body.path("widgets")) {
      widgets.add(widget(each, widgets.size()));
    }
    Html page =
        Html.all(
            Html.tag("header")
                .of(
                    Html.tag("p", "eyebrow")
                        .of("Preview of the CloudWatch dashboard, drawn from its body; " + origin),
                    Html.tag("p", "pickers").of(variables().toArray(Html[]::new))),
            Html.tag("main", "grid").of(widgets.stream()));
    ObjectNode data = JsonNodeFactory.instance.objectNode();
    data.put("startMs", run.startedAtMs()).put("periodSeconds", MetricHistory.PERIOD_SECONDS);
    data.set("charts", charts);
    String style = Resources.own("preview.css") + places;
    return Page.html("Preview of a dashboard", page, data.toString(), style, "preview.js");
  }

  private List<Html> variables() {
    List<Html> pickers = new ArrayList<>();
    for (JsonNode variable : body.path("variables")) {
      String value = variable.path("defaultValue").asText();
      String shown = value.equals("__FIRST") ? "the first found" : value;
      pickers.add(
          Html.tag("span", "picker")
              .of(Html.text(variable.path("label").asText() + " "), Html.tag("strong").of(shown)));
    }
    return pickers;
  }

  private Html widget(JsonNode json, int number) {
    int x = json.path("x").asInt();
    int y = json.path("y").asInt();
    places.append(
        "@media (min-width: 56rem) { #w%d { grid-area: %d / %d / span %d / span %d; } }\n"
            .formatted(
                number, y + 1, x + 1, json.path("height").asInt(6), json.path("width").asInt(6)));
    String type = json.path("type").asText();
    JsonNode properties = json.path("properties");
    String id = "w" + number;
    return switch (type) {
      case "text" -> PreviewWidget.text(id, properties);
      case "alarm" -> widget.alarms(id, properties);
      case "metric" -> widget.metrics(id, properties, charts);
      default -> PreviewWidget.unknown(id, type);
    };
  }
}
