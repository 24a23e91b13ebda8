package dev.redline.listener.identity;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a driver can know about itself.
 *
 * @param configuration Spark's
 * @param environment the process's variables
 * @param properties the JVM's system properties
 * @param commandLine the driver's arguments, one element each where that is known, else cut at
 *     blanks
 */
public record Surroundings(
    Map<String, String> configuration,
    Map<String, String> environment,
    Map<String, String> properties,
    List<String> commandLine) {

  /** Takes copies. */
  public Surroundings {
    configuration = Map.copyOf(configuration);
    environment = Map.copyOf(environment);
    properties = Map.copyOf(properties);
    commandLine = List.copyOf(commandLine);
  }

  /** Those of this process. */
  public static Surroundings ofThisProcess(Map<String, String> configuration) {
    Map<String, String> properties = new HashMap<>();
    for (String name : System.getProperties().stringPropertyNames()) {
      properties.put(name, System.getProperty(name, ""));
    }
    return new Surroundings(configuration, System.getenv(), properties, commandLine(properties));
  }

  /** The operating system's own list keeps blanks inside arguments; not every system has one. */
  private static List<String> commandLine(Map<String, String> properties) {
    return ProcessHandle.current()
        .info()
        .arguments()
        .map(List::of)
        .orElseGet(() -> List.of(properties.getOrDefault("sun.java.command", "").split("\\s+")));
  }

  /** Spark's application name. */
  String applicationName() {
    return configured("spark.app.name").orElse("");
  }

  /** A value of Spark's configuration, else of a system property of that name; never blank. */
  Optional<String> configured(String... keys) {
    return Stream.of(keys)
        .flatMap(key -> Stream.of(configuration, properties).map(map -> map.getOrDefault(key, "")))
        .map(String::strip)
        .filter(value -> !value.isEmpty())
        .findFirst();
  }

  /** The value of an environment variable that is not blank. */
  Optional<String> variable(String... names) {
    return Stream.of(names)
        .map(name -> environment.getOrDefault(name, "").strip())
        .filter(value -> !value.isEmpty())
        .findFirst();
  }

  /**
   * The value of an argument, given as {@code --KEY value} or {@code --KEY=value}. Words up to the
   * next option belong to it, since a command line that was cut at blanks lost their quotes.
   */
  Optional<String> argument(String key) {
    for (int i = 0; i < commandLine.size(); i++) {
      String word = commandLine.get(i);
      if (word.startsWith("--" + key + "=")) {
        return notBlank(words(word.substring(key.length() + 3), i + 1));
      }
      if (word.equals("--" + key)) {
        return notBlank(words("", i + 1));
      }
    }
    return Optional.empty();
  }

  private String words(String first, int from) {
    List<String> words = new ArrayList<>(List.of(first));
    for (int i = from; i < commandLine.size() && !commandLine.get(i).startsWith("--"); i++) {
      words.add(commandLine.get(i));
    }
    return String.join(" ", words).strip();
  }

  private static Optional<String> notBlank(String text) {
    return Optional.of(text).filter(t -> !t.isBlank());
  }
}
