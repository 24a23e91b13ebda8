package dev.redline.alarms;

import dev.redline.catalog.Dimension;
import dev.redline.catalog.Metric;
import dev.redline.catalog.StopCause;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What an alarm compares with its limit. */
public sealed interface Watch {

  /** The series it reads. */
  List<Series> series();

  /**
   * One series of CloudWatch. Texts of the form {@code ${Name}} stand for a parameter or a resource
   * of the stack.
   *
   * @param namespace whose metric it is
   * @param metricName the metric's name
   * @param dimensions exactly the dimensions under which it is published; CloudWatch does not add
   *     up over them
   * @param statistic Sum or Maximum
   */
  record Series(
      String namespace, String metricName, Map<String, String> dimensions, String statistic)
      implements Watch {

    /** The namespace of EventBridge's own metrics. */
    public static final String EVENTS_NAMESPACE = "AWS/Events";

    /** What EventBridge counts when an event matches a rule. */
    public static final String MATCHES = "TriggeredRules";

    static Series of(Metric metric) {
      return of(metric, Map.of());
    }

    static Series ofCause(StopCause cause) {
      return of(Metric.RUN_STOPS, Map.of(Dimension.CAUSE.key(), cause.name()));
    }

    private static Series of(Metric metric, Map<String, String> known) {
      Map<String, String> dimensions = new LinkedHashMap<>();
      for (Dimension dimension : metric.dimensions()) {
        String key = dimension.key();
        dimensions.put(key, known.getOrDefault(key, "${" + key + "}"));
      }
      return new Series(
          "${Namespace}", metric.cloudWatchName(), dimensions, metric.kind().statistic());
    }

    /** The events that matched a rule of the stack. */
    static Series matchesOf(String rule) {
      return new Series(EVENTS_NAMESPACE, MATCHES, Map.of("RuleName", "${" + rule + "}"), "Sum");
    }

    /** The cause in its dimensions; empty for a series of all causes. */
    public String cause() {
      return dimensions.getOrDefault(Dimension.CAUSE.key(), "");
    }

    @Override
    public List<Series> series() {
      return List.of(this);
    }
  }

  /**
   * The share that one series has in another, in percent; nothing where either is missing, and 0
   * where the whole is 0.
   *
   * @param part the part
   * @param whole the whole
   */
  record Share(Series part, Series whole) implements Watch {
    /** CloudWatch's metric math for it, with the ids {@code part} and {@code whole}. */
    public static final String EXPRESSION = "IF(whole > 0, 100 * part / whole, 0)";

    /** What the expression yields. */
    public static double of(double part, double whole) {
      return whole > 0 ? 100 * part / whole : 0;
    }

    @Override
    public List<Series> series() {
      return List.of(part, whole);
    }
  }
}
