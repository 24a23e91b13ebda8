package dev.redline.glue;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * A Glue job as far as it is known: a bare map of arguments knows nothing else.
 *
 * @param name for messages; empty where it has none
 * @param arguments default arguments, in the order of their names
 * @param properties the job's own, by their API names: GlueVersion, WorkerType, MaxRetries, ...
 */
public record GlueJob(String name, Map<String, String> arguments, Map<String, String> properties) {

  /** What stands for a value that only the deployment knows. */
  static final String UNKNOWN = "${";

  /** Defends the maps against later changes. */
  public GlueJob {
    arguments = new TreeMap<>(arguments);
    properties = new TreeMap<>(properties);
  }

  Optional<String> argument(String key) {
    return Optional.ofNullable(arguments.get(key));
  }

  /** A property whose value is known. */
  Optional<String> property(String key) {
    return Optional.ofNullable(properties.get(key)).filter(value -> !value.contains(UNKNOWN));
  }

  OptionalInt number(String key) {
    return property(key).filter(text -> text.matches("\\d{1,9}")).stream()
        .mapToInt(Integer::parseInt)
        .findFirst();
  }

  /** Whether anything but the arguments is known. */
  boolean isWhole() {
    return !properties.isEmpty();
  }

  SparkSettings spark() {
    return SparkSettings.parse(argument("--conf").orElse(""));
  }
}
