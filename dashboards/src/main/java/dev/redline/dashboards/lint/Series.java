package dev.redline.dashboards.lint;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An entry of a widget's {@code metrics} with its shorthands written out: {@code "."} stands for
 * what the entry before has at that place, {@code "..."} for all of its places but those given.
 *
 * @param where a JSON pointer to the entry
 * @param path namespace, name, dimension names and values; empty for an expression
 * @param options the object at its end, or a missing node
 */
public record Series(String where, List<String> path, JsonNode options) {

  public Series {
    path = List.copyOf(path);
  }

  /** The entries of a widget that can be understood. */
  public static List<Series> all(JsonNode entries) {
    return all(entries, "", new Findings());
  }

  static List<Series> all(JsonNode entries, String where, Findings findings) {
    List<Series> all = new ArrayList<>();
    List<String> before = List.of();
    for (int i = 0; i < entries.size(); i++) {
      Series series = read(entries.get(i), where + "/" + i, before, findings).orElse(null);
      if (series != null) {
        all.add(series);
        before = series.isExpression() ? before : series.path();
      }
    }
    return all;
  }

  /** Reads an entry; empty if it cannot be understood, after saying why. */
  private static Optional<Series> read(
      JsonNode entry, String where, List<String> before, Findings findings) {
    JsonNode last = entry.isEmpty() ? entry : entry.get(entry.size() - 1);
    JsonNode options = last.isObject() ? last : entry.path(-1);
    List<String> words = new ArrayList<>();
    for (JsonNode word : entry) {
      if (word.isTextual()) {
        words.add(word.textValue());
      }
    }
    if (options.has("expression") && words.isEmpty()) {
      return Optional.of(new Series(where, List.of(), options));
    }
    List<String> path = writtenOut(words, before);
    if (path.isEmpty()) {
      findings.say(
          Finding.Rule.METRIC_SYNTAX,
          where,
          words + " uses a shorthand, but the metric before it has nothing at that place");
      return Optional.empty();
    }
    if (path.size() < 2 || path.size() % 2 != 0) {
      findings.say(
          Finding.Rule.METRIC_SYNTAX,
          where,
          path + " must be namespace, name, and pairs of a dimension's name and value");
      return Optional.empty();
    }
    return Optional.of(new Series(where, path, options));
  }

  private static List<String> writtenOut(List<String> words, List<String> before) {
    List<String> path = new ArrayList<>();
    for (String word : words) {
      if (word.equals("...")) {
        int kept = before.size() - (words.size() - 1);
        if (kept < path.size()) {
          return List.of();
        }
        path.addAll(before.subList(path.size(), kept));
      } else if (word.equals(".")) {
        if (before.size() <= path.size()) {
          return List.of();
        }
        path.add(before.get(path.size()));
      } else {
        path.add(word);
      }
    }
    return path;
  }

  public boolean isExpression() {
    return path.isEmpty();
  }

  public String expression() {
    return options.path("expression").asText();
  }

  public String namespace() {
    return path.get(0);
  }

  public String name() {
    return path.get(1);
  }

  /** Dimension names and values, in their order. */
  public Map<String, String> dimensions() {
    Map<String, String> dimensions = new LinkedHashMap<>();
    for (int i = 2; i < path.size(); i += 2) {
      dimensions.put(path.get(i), path.get(i + 1));
    }
    return dimensions;
  }
}
