package dev.redline.catalog;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The settings of one run, read and checked: every {@link Setting} with the user's value or its
 * default. Immutable.
 *
 * <p>Reading never throws. A value that cannot be read is replaced by the default and reported in
 * {@link #problems()}, all of them together, so that the reader can decide what to do about it; the
 * agent then observes and does not enforce.
 */
public final class Settings {
  private final Map<Setting, Object> values;
  private final Map<Setting, String> texts;
  private final List<String> problems;

  private Settings(Map<Setting, Object> values, Map<Setting, String> texts, List<String> problems) {
    this.values = values;
    this.texts = texts;
    this.problems = List.copyOf(problems);
  }

  /** All defaults. */
  public static Settings defaults() {
    return from(Map.of());
  }

  /**
   * Reads the settings out of a Spark configuration.
   *
   * @param configuration keys and values; keys that do not start with {@link Setting#PREFIX} are
   *     left alone
   */
  public static Settings from(Map<String, String> configuration) {
    Map<Setting, Object> values = new EnumMap<>(Setting.class);
    Map<Setting, String> texts = new EnumMap<>(Setting.class);
    List<String> problems = new ArrayList<>();
    for (Map.Entry<String, String> entry : new TreeMap<>(configuration).entrySet()) {
      if (!entry.getKey().startsWith(Setting.PREFIX)) {
        continue;
      }
      Optional<Setting> setting = Setting.ofKey(entry.getKey());
      if (setting.isEmpty()) {
        problems.add(unknown(entry.getKey()));
        continue;
      }
      try {
        values.put(setting.get(), setting.get().type().parse(entry.getValue()));
        texts.put(setting.get(), entry.getValue());
      } catch (IllegalArgumentException e) {
        problems.add(
            entry.getKey()
                + " "
                + e.getMessage()
                + setting.get().defaultText().map(text -> "; using " + text).orElse("; ignored"));
      }
    }
    for (Setting setting : Setting.values()) {
      setting
          .defaultText()
          .ifPresent(text -> values.computeIfAbsent(setting, s -> s.type().parse(text)));
    }
    return new Settings(values, texts, problems);
  }

  private static String unknown(String key) {
    return key
        + " is not a setting of Redline; did you mean "
        + Collections.min(
                List.of(Setting.values()),
                (a, b) -> Integer.compare(distance(a.key(), key), distance(b.key(), key)))
            .key()
        + "?";
  }

  /** Edit distance (Levenshtein), to guess what a mistyped key meant. */
  private static int distance(String left, String right) {
    int[] row = new int[right.length() + 1];
    for (int j = 0; j <= right.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= left.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= right.length(); j++) {
        int substitution = diagonal + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substitution, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[right.length()];
  }

  /** What was wrong with the configuration, one clear sentence each; empty when nothing was. */
  public List<String> problems() {
    return problems;
  }

  /** The settings the user gave, as written, in the catalog's order. */
  public Map<Setting, String> given() {
    return Collections.unmodifiableMap(texts);
  }

  public boolean isOn(Setting setting) {
    return value(setting, Boolean.class);
  }

  public int count(Setting setting) {
    return value(setting, Integer.class);
  }

  public double ratio(Setting setting) {
    return value(setting, Double.class);
  }

  public long bytes(Setting setting) {
    return value(setting, Long.class);
  }

  public Duration duration(Setting setting) {
    return value(setting, Duration.class);
  }

  public String text(Setting setting) {
    return value(setting, String.class);
  }

  /** The value of a setting that has no default, if the user gave one. */
  public <T> Optional<T> given(Setting setting, Class<T> type) {
    return Optional.ofNullable(values.get(setting)).map(type::cast);
  }

  private <T> T value(Setting setting, Class<T> type) {
    return given(setting, type)
        .orElseThrow(() -> new IllegalStateException(setting.key() + " has no default"));
  }
}
