package dev.redline.glue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What Glue's one {@code --conf} says: {@code a=b --conf c=d}. Each further setting needs its own
 * {@code --conf} inside the value.
 *
 * @param values the last value of each setting
 * @param problems of the form, in words
 */
record SparkSettings(Map<String, String> values, List<String> problems) {
  private static final String CHAIN = "--conf";

  static SparkSettings parse(String text) {
    Map<String, String> values = new TreeMap<>();
    List<String> problems = new ArrayList<>();
    boolean isExpected = true;
    for (String word : text.isBlank() ? new String[0] : text.strip().split("\\s+", -1)) {
      if (word.equals(CHAIN)) {
        if (isExpected) {
          problems.add(
              values.isEmpty()
                  ? "begins with --conf"
                  : "has --conf twice without a setting between");
        }
        isExpected = true;
        continue;
      }
      if (!isExpected) {
        problems.add("lacks --conf before " + shortened(word));
      }
      int equals = word.indexOf('=');
      if (equals < 1) {
        problems.add(shortened(word) + " is no key=value");
      } else {
        put(values, problems, word.substring(0, equals), word.substring(equals + 1));
      }
      isExpected = false;
    }
    if (isExpected && !text.isBlank()) {
      problems.add("ends with --conf");
    }
    return new SparkSettings(values, problems);
  }

  private static void put(
      Map<String, String> values, List<String> problems, String key, String value) {
    if (value.contains(",spark.")) {
      problems.add(key + " is joined to the next setting by a comma");
    }
    if (values.put(key, value) != null) {
      problems.add(key + " is set twice, and the last one counts");
    }
  }

  Optional<String> value(String key) {
    return Optional.ofNullable(values.get(key));
  }

  boolean mentions(String text) {
    return values.entrySet().stream()
        .anyMatch(entry -> entry.getKey().contains(text) || entry.getValue().contains(text));
  }

  private static String shortened(String word) {
    return "'" + (word.length() <= 60 ? word : word.substring(0, 57) + "...") + "'";
  }
}
