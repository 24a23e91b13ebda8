package dev.redline.alarms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The rendered template, as a reader of CloudFormation sees it. */
record Template(JsonNode json) {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([\\w:]+)(\\.\\w+)?}");
  private static final String PREFIX = "${Environment}-${JobName}-";
  private static final String LONGEST_NUMBER = "9".repeat(24);

  static Template rendered() {
    try {
      return new Template(new ObjectMapper().readTree(Alarms.template()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Path root() {
    return Path.of(System.getProperty("redline.root"));
  }

  JsonNode parameter(String name) {
    return json.path("Parameters").path(name);
  }

  /** The properties of every alarm, by its id. */
  Map<String, JsonNode> alarms() {
    Map<String, JsonNode> alarms = new LinkedHashMap<>();
    for (JsonNode resource : json.path("Resources")) {
      if (resource.path("Type").asText().matches("AWS::CloudWatch::(Composite)?Alarm")) {
        String name = resource.at("/Properties/AlarmName/Fn::Sub").asText();
        alarms.put(name.replace(PREFIX, ""), resource.path("Properties"));
      }
    }
    return alarms;
  }

  JsonNode alarm(String id) {
    return alarms().getOrDefault(id, json.path("no alarm " + id));
  }

  /** A text with the longest values that the parameters allow. */
  String longest(String text) {
    Matcher placeholders = PLACEHOLDER.matcher(text);
    return placeholders.replaceAll(
        found ->
            "x".repeat(parameter(found.group(1)).path("MaxLength").asInt(LONGEST_NUMBER.length())));
  }

  /** Whatever may be referred to. */
  Set<String> known() {
    Set<String> known =
        new TreeSet<>(Set.of("AWS::AccountId", "AWS::Partition", "AWS::NoValue", "AWS::Region"));
    json.path("Parameters").fieldNames().forEachRemaining(known::add);
    json.path("Resources").fieldNames().forEachRemaining(known::add);
    return known;
  }

  /** Whatever is referred to. */
  Set<String> references() {
    Set<String> references = new TreeSet<>(json.findValuesAsText("Ref"));
    for (String text : json.findValuesAsText("Fn::Sub")) {
      Matcher placeholders = PLACEHOLDER.matcher(text);
      while (placeholders.find()) {
        references.add(placeholders.group(1));
      }
    }
    return references;
  }

  /** What a service is allowed by the key's policy ("key") or by the topics' ("topic"). */
  List<JsonNode> statements(String policy, String service) {
    List<JsonNode> statements = new ArrayList<>();
    String member = policy.equals("key") ? "KeyPolicy" : "PolicyDocument";
    for (JsonNode document : json.findValues(member)) {
      for (JsonNode statement : document.path("Statement")) {
        if (statement.at("/Principal/Service").asText().equals(service)) {
          statements.add(statement);
        }
      }
    }
    return statements;
  }
}
