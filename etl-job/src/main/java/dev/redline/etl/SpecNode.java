package dev.redline.etl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An object of the spec, read field by field. Nothing here throws: what is wrong is added to the
 * shared problems with its path and a harmless value is returned, so that one reading finds all.
 */
final class SpecNode {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^}]*)}");

  private final JsonNode node;
  private final String path;
  private final Shared shared;
  private final Set<String> known = new HashSet<>();

  /** What all nodes of one spec share. */
  record Shared(Map<String, String> params, Set<String> usedParams, List<String> problems) {}

  SpecNode(JsonNode node, String path, Shared shared) {
    this.node = node;
    this.path = path;
    this.shared = shared;
    if (!node.isObject() && !node.isMissingNode()) {
      problem("", shown(node), "write an object {...}");
    }
  }

  String text(String field) {
    JsonNode value = field(field);
    if (value.isMissingNode()) {
      missing(field);
      return "";
    }
    return text(field, value);
  }

  String text(String field, String otherwise) {
    JsonNode value = field(field);
    return value.isMissingNode() ? otherwise : text(field, value);
  }

  boolean flag(String field, boolean otherwise) {
    JsonNode value = field(field);
    if (!value.isMissingNode() && !value.isBoolean()) {
      problem(field, shown(value), "write true or false");
    }
    return value.asBoolean(otherwise);
  }

  /** A whole number within bounds. */
  long number(String field, long otherwise, long least, long most) {
    JsonNode value = field(field);
    if (value.isMissingNode()) {
      return otherwise;
    }
    if (!value.isIntegralNumber()
        || !value.canConvertToLong()
        || value.asLong() < least
        || value.asLong() > most) {
      problem(field, shown(value), "write a whole number from " + least + " to " + most);
      return otherwise;
    }
    return value.asLong();
  }

  boolean has(String field) {
    return !field(field).isMissingNode();
  }

  /** An object that may be left out; it then has no fields. */
  SpecNode objectOrNone(String field) {
    return new SpecNode(field(field), at(field), shared);
  }

  SpecNode object(String field) {
    JsonNode value = field(field);
    if (value.isMissingNode()) {
      missing(field);
    }
    return new SpecNode(value, at(field), shared);
  }

  List<SpecNode> objects(String field) {
    List<SpecNode> objects = new ArrayList<>();
    for (JsonNode element : array(field)) {
      objects.add(new SpecNode(element, at(field) + "[" + objects.size() + "]", shared));
    }
    return objects;
  }

  List<String> texts(String field) {
    List<String> texts = new ArrayList<>();
    for (JsonNode element : array(field)) {
      texts.add(text(field + "[" + texts.size() + "]", element));
    }
    return texts;
  }

  /** A list that may be left out. */
  List<String> optionalTexts(String field) {
    return has(field) ? texts(field) : List.of();
  }

  Map<String, String> textsByName(String field) {
    JsonNode value = field(field);
    Map<String, String> texts = new TreeMap<>();
    if (!value.isObject() && !value.isMissingNode()) {
      problem(field, shown(value), "write an object of texts");
    }
    value
        .fields()
        .forEachRemaining(
            entry ->
                texts.put(entry.getKey(), text(field + "." + entry.getKey(), entry.getValue())));
    return texts;
  }

  /** To be called after the last field: whatever was not asked for is unknown. */
  void end() {
    Iterator<String> names = node.fieldNames();
    while (names.hasNext()) {
      String name = names.next();
      if (!known.contains(name)) {
        problem(
            name,
            shown(node.get(name)),
            "no such field; known here: " + String.join(", ", known.stream().sorted().toList()));
      }
    }
  }

  void problem(String field, String value, String remedy) {
    shared.problems().add(at(field) + " is " + value + ": " + remedy);
  }

  private void missing(String field) {
    if (!node.isMissingNode()) {
      shared.problems().add(at(field) + " is missing: add it");
    }
  }

  private JsonNode field(String name) {
    known.add(name);
    JsonNode value = node.path(name);
    return value.isNull() ? MissingNode.getInstance() : value;
  }

  private Iterable<JsonNode> array(String field) {
    JsonNode value = field(field);
    if (value.isMissingNode()) {
      missing(field);
      return List.of();
    }
    if (!value.isArray() || value.isEmpty()) {
      problem(field, shown(value), "write a list [...] of at least one element");
      return List.of();
    }
    return value;
  }

  private String text(String field, JsonNode value) {
    if (!value.isTextual()) {
      problem(field, shown(value), "write a text in double quotes");
      return "";
    }
    String filled = fill(field, value.textValue());
    if (filled.isBlank()) {
      problem(field, "'" + filled + "'", "write a text that is not blank");
    }
    return filled;
  }

  private String fill(String field, String text) {
    return PLACEHOLDER
        .matcher(text)
        .replaceAll(match -> Matcher.quoteReplacement(param(field, match.group(1))));
  }

  private String param(String field, String name) {
    String value = shared.params().get(name);
    shared.usedParams().add(name);
    if (value == null) {
      problem(field, "'${" + name + "}'", "give it a value with --param " + name + "=...");
      return "unfilled";
    }
    return value;
  }

  private String at(String field) {
    return Stream.of(path, field)
        .filter(part -> !part.isEmpty())
        .reduce((left, right) -> left + "." + right)
        .orElse("the spec");
  }

  private static String shown(JsonNode value) {
    String text = value.toString();
    return text.length() <= 80 ? text : text.substring(0, 77) + "...";
  }
}
