package dev.redline.dashboards.lint;

import com.fasterxml.jackson.databind.JsonNode;

/** Whether variables replace something, and search for what is published. */
final class Variables {
  private Variables() {}

  static void check(JsonNode body, Published published, Findings findings) {
    JsonNode variables = body.path("variables");
    String widgets = body.path("widgets").toString();
    for (int i = 0; i < variables.size(); i++) {
      check(variables.get(i), "/variables/" + i, widgets, published, findings);
    }
  }

  private static void check(
      JsonNode variable, String where, String widgets, Published published, Findings findings) {
    boolean isProperty = variable.path("type").asText().equals("property");
    String replaced = variable.path(isProperty ? "property" : "pattern").asText("");
    if (!replaced.isEmpty() && !widgets.contains(isProperty ? "\"" + replaced + "\"" : replaced)) {
      findings.say(
          Finding.Rule.VARIABLE,
          where,
          "replaces "
              + variable.path("type").asText()
              + " '"
              + replaced
              + "', which no widget has");
    }
    String search = variable.path("search").asText("");
    if (!search.isEmpty()) {
      Expressions.search(search, where + "/search", published, findings);
    }
  }
}
