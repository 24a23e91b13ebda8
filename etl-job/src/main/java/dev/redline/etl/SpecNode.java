package dev.redline.etl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An object of the spec, read field by field. Nothing here throws: what is wrong is added to the
 * shared problems with its path and a harmless value is returned, so that one reading finds all.
 */
final class SpecNode {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^}]*)}");
  private static final Pattern SIZE = Pattern.compile("(\\d{1,9})([kmgt]?)b?");
  private static final Pattern SECRET =
      Pattern.compile("(?i)secret|passw|pwd|token|credential|access.?key|private.?key");
  private static final Pattern TIME = Pattern.compile("(\\d{1,6})([smhd])");
  private static final Map<String, ChronoUnit> UNITS =
      Map.of(
          "s", ChronoUnit.SECONDS,
          "m", ChronoUnit.MINUTES,
          "h", ChronoUnit.HOURS,
          "d", ChronoUnit.DAYS);

  private final JsonNode node;
  private final String path;
  private final Shared shared;
  private final Set<String> known = new HashSet<>();

  /** What all nodes of one spec share. */
  record Shared(
      Map<String, String> params,
      Set<String> usedParams,
      SpecLines lines,
      List<SpecProblem> problems) {

    /** A problem with the thing at a path. */
    void problem(String path, String text) {
      problems.add(new SpecProblem(lines.of(path), text));
    }
  }

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

  /** A text that may be blank, such as a tab; empty where the field is missing. */
  String character(String field) {
    JsonNode value = field(field);
    if (!value.isMissingNode() && !value.isTextual()) {
      problem(field, shown(value), "write a text in double quotes");
    }
    return value.asText("");
  }

  boolean flag(String field, boolean otherwise) {
    JsonNode value = field(field);
    if (!value.isMissingNode() && !value.isBoolean()) {
      problem(field, shown(value), "write true or false");
    }
    return value.asBoolean(otherwise);
  }

  /** A whole number; outside the bounds is a problem. */
  long number(String field, long otherwise, long least, long most) {
    JsonNode value = field(field);
    if (value.isMissingNode()) {
      return otherwise;
    }
    if (!value.isIntegralNumber()
        || !value.canConvertToLong()
        || value.longValue() < least
        || value.longValue() > most) {
      problem(field, shown(value), "write a whole number from " + least + " to " + most);
      return otherwise;
    }
    return value.longValue();
  }

  /** A share from 0 to 1. */
  double ratio(String field, double otherwise) {
    JsonNode value = field(field);
    if (value.isMissingNode()) {
      return otherwise;
    }
    if (!value.isNumber() || value.doubleValue() < 0 || value.doubleValue() > 1) {
      problem(field, shown(value), "write a share from 0 to 1, such as 0.05");
      return otherwise;
    }
    return value.doubleValue();
  }

  /** A size such as "256m", in bytes; k, m, g and t are powers of 1024. */
  long bytes(String field, long otherwise) {
    String text = text(field, "").strip().toLowerCase(Locale.ROOT);
    if (text.isEmpty()) {
      return otherwise;
    }
    Matcher match = SIZE.matcher(text);
    if (!match.matches()) {
      problem(field, "'" + text + "'", "write a size such as \"256m\" or \"1g\"");
      return otherwise;
    }
    int power = match.group(2).isEmpty() ? 0 : " kmgt".indexOf(match.group(2));
    long number = Long.parseLong(match.group(1));
    if (number > Long.MAX_VALUE >> (10 * power)) {
      problem(field, "'" + text + "'", "write a smaller size");
      return otherwise;
    }
    return number << (10 * power);
  }

  /** A length of time such as "36h". */
  Duration duration(String field, Duration otherwise) {
    String text = text(field, "").strip().toLowerCase(Locale.ROOT);
    if (text.isEmpty()) {
      return otherwise;
    }
    Matcher match = TIME.matcher(text);
    if (!match.matches()) {
      problem(field, "'" + text + "'", "write a time such as \"36h\", \"90m\" or \"2d\"");
      return otherwise;
    }
    return Duration.of(Long.parseLong(match.group(1)), UNITS.get(match.group(2)));
  }

  boolean has(String field) {
    return !field(field).isMissingNode();
  }

  /** A list that may be missing. */
  List<String> textsOrNone(String field) {
    return has(field) ? texts(field) : List.of();
  }

  /** An object that may be missing; its fields then have their defaults. */
  SpecNode objectOrNone(String field) {
    return new SpecNode(field(field), path(field), shared);
  }

  SpecNode object(String field) {
    JsonNode value = field(field);
    if (value.isMissingNode()) {
      missing(field);
    }
    return new SpecNode(value, path(field), shared);
  }

  List<SpecNode> objects(String field) {
    List<SpecNode> objects = new ArrayList<>();
    for (JsonNode element : array(field)) {
      objects.add(new SpecNode(element, path(field) + "[" + objects.size() + "]", shared));
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
            isSecret(name) ? "'...'" : shown(node.get(name)),
            "no such field; known here: " + String.join(", ", known.stream().sorted().toList()));
      }
    }
  }

  void problem(String field, String value, String remedy) {
    shared.problem(path(field), at(field) + " is " + value + ": " + remedy);
  }

  private void missing(String field) {
    // What should be an object and is none has been told.
    if (node.isObject()) {
      shared.problem(path(field), at(field) + " is missing: add it");
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
    String at = path(field);
    return at.isEmpty() ? "the spec" : at;
  }

  private String path(String field) {
    return path.isEmpty() || field.isEmpty() ? path + field : path + "." + field;
  }

  /** Whether what has this name is shown to nobody. */
  static boolean isSecret(String name) {
    return SECRET.matcher(name).find();
  }

  /** A password may stand in a place of the wrong name or type; whoever put it there knows it. */
  private static String shown(JsonNode value) {
    String text = value.toString();
    if (isSecret(text)) {
      return value.isContainerNode() ? "{...}" : "'...'";
    }
    return text.length() <= 80 ? text : text.substring(0, 77) + "...";
  }
}
