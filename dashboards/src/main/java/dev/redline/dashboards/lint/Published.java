package dev.redline.dashboards.lint;

import dev.redline.catalog.Dimension;
import dev.redline.catalog.GlueMetric;
import dev.redline.catalog.MeterKind;
import dev.redline.catalog.Metric;
import dev.redline.listener.signal.LossCause;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What is published: the agent's metrics and Glue's, by namespace and name, each with its
 * dimensions and the values that they may have.
 *
 * @param namespaces by namespace, by name
 * @param others namespaces whose metrics are not checked, since others publish them
 */
public record Published(Map<String, Map<String, Kind>> namespaces, Set<String> others) {
  private static final String CAUSE = "one of the loss causes";

  /**
   * A metric as it is published.
   *
   * @param dimensions exactly those of its series, with what their values may be
   * @param gauge whether sums of its values over time mean nothing
   */
  record Kind(Map<String, Value> dimensions, boolean gauge) {}

  /**
   * What a dimension's value may be.
   *
   * @param description for messages
   * @param allowed whether a value is one
   */
  record Value(String description, Predicate<String> allowed) {
    private static final Value ANY = new Value("any value", value -> !value.isEmpty());

    static Value only(String value) {
      return new Value(value, value::equals);
    }
  }

  public Published {
    namespaces = Map.copyOf(namespaces);
    others = Set.copyOf(others);
  }

  /**
   * The agent's metrics in a namespace, and Glue's.
   *
   * @param namespace the agent's namespace
   * @param others namespaces that others publish, such as AWS/Redshift
   */
  public static Published of(String namespace, Set<String> others) {
    Map<String, Map<String, Kind>> namespaces = new LinkedHashMap<>();
    namespaces.put(namespace, ours());
    namespaces.put(GlueMetric.NAMESPACE, glues());
    return new Published(namespaces, others);
  }

  private static Map<String, Kind> ours() {
    Map<String, Kind> kinds = new TreeMap<>();
    for (Metric metric : Metric.values()) {
      Map<String, Value> dimensions = new LinkedHashMap<>();
      metric.dimensions().forEach(dimension -> dimensions.put(dimension.key(), value(dimension)));
      kinds.put(metric.cloudWatchName(), new Kind(dimensions, metric.kind() == MeterKind.GAUGE));
    }
    return kinds;
  }

  private static Value value(Dimension dimension) {
    if (dimension != Dimension.CAUSE) {
      return Value.ANY;
    }
    Set<String> causes = new TreeSet<>(Arrays.stream(LossCause.values()).map(Enum::name).toList());
    return new Value(CAUSE + " " + causes, causes::contains);
  }

  private static Map<String, Kind> glues() {
    Map<String, Kind> kinds = new TreeMap<>();
    for (GlueMetric metric : GlueMetric.values()) {
      Map<String, Value> dimensions = new LinkedHashMap<>();
      metric.dimensions("").forEach((name, value) -> dimensions.put(name, Value.only(value)));
      dimensions.put("JobName", Value.ANY);
      dimensions.put(
          "JobRunId",
          new Value(
              "ALL, or the id of a run",
              Pattern.compile("ALL|jr_[0-9a-f_]+|\\$\\{\\w+}").asMatchPredicate()));
      kinds.put(metric.cloudWatchName(), new Kind(dimensions, !metric.statistic().equals("Sum")));
    }
    return kinds;
  }

  boolean knows(String namespace) {
    return namespaces.containsKey(namespace);
  }

  Optional<Kind> kind(String namespace, String name) {
    return Optional.ofNullable(namespaces.getOrDefault(namespace, Map.of()).get(name));
  }

  /** The name most like one that is not published, for a hint. */
  String nearest(String namespace, String name) {
    List<String> names = List.copyOf(namespaces.getOrDefault(namespace, Map.of()).keySet());
    return names.stream()
        .min((a, b) -> Integer.compare(Distance.between(a, name), Distance.between(b, name)))
        .map(nearest -> "; the nearest that is: " + nearest)
        .orElse("");
  }
}
