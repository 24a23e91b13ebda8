package dev.redline.dashboards.lint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A dashboard body as it was found: in a file of its own, or as a resource of a CloudFormation
 * template in JSON.
 *
 * @param name the resource's name in the template; empty for a file of its own
 * @param body the body's text; in one of a template, parameters stand at their defaults, and those
 *     without a default as they are written
 */
public record DashboardSource(String name, String body) {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{(\\w+)}");

  /** The bodies in a file's text: those of a template's dashboards, or the text itself. */
  public static List<DashboardSource> in(String text) {
    JsonNode json;
    try {
      json = MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      return List.of(new DashboardSource("", text));
    }
    if (!json.path("Resources").isObject()) {
      return List.of(new DashboardSource("", text));
    }
    List<DashboardSource> found = new ArrayList<>();
    for (Map.Entry<String, JsonNode> resource : json.get("Resources").properties()) {
      if (resource.getValue().path("Type").asText().equals("AWS::CloudWatch::Dashboard")) {
        JsonNode body = resource.getValue().path("Properties").path("DashboardBody");
        found.add(
            new DashboardSource(
                resource.getKey(), substituted(text(body), json.path("Parameters"))));
      }
    }
    return found;
  }

  private static String text(JsonNode body) {
    JsonNode sub = body.path("Fn::Sub");
    if (sub.isArray()) {
      return sub.path(0).asText();
    }
    JsonNode asJson = body.path("Fn::ToJsonString");
    return asJson.isMissingNode() ? (sub.isMissingNode() ? body : sub).asText() : asJson.toString();
  }

  private static String substituted(String body, JsonNode parameters) {
    return PLACEHOLDER
        .matcher(body)
        .replaceAll(
            placeholder -> {
              JsonNode value = parameters.path(placeholder.group(1)).path("Default");
              String text = value.isMissingNode() ? placeholder.group() : value.asText();
              return Matcher.quoteReplacement(text);
            });
  }
}
