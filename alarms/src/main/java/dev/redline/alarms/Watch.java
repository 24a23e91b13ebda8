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
   * What is computed of series, period by period, by CloudWatch's metric math.
   *
   * <p>Both kinds take a period without data for 0. Without that, a period of a quarter of an hour
   * that ends after the run has no data, CloudWatch evaluates the one before it once more, and an
   * alarm that was over goes off again.
   */
  sealed interface Math extends Watch {
    /** The expression; it knows each series by its name. */
    String expression();

    /** The series by their names in the expression. */
    Map<String, Series> named();

    /** What the expression yields. */
    double of(List<Double> values);

    @Override
    default List<Series> series() {
      return List.copyOf(named().values());
    }
  }

  /**
   * A series, with 0 where it has no data.
   *
   * @param value the series
   */
  record Filled(Series value) implements Math {
    @Override
    public String expression() {
      return "FILL(value, 0)";
    }

    @Override
    public Map<String, Series> named() {
      return Map.of("value", value);
    }

    @Override
    public double of(List<Double> values) {
      return values.get(0);
    }
  }

  /**
   * The share that one series has in another, in percent; 0 where the whole is 0.
   *
   * @param part the part
   * @param whole the whole
   */
  record Share(Series part, Series whole) implements Math {
    @Override
    public String expression() {
      return "IF(FILL(whole, 0) > 0, 100 * FILL(part, 0) / FILL(whole, 0), 0)";
    }

    @Override
    public Map<String, Series> named() {
      Map<String, Series> named = new LinkedHashMap<>();
      named.put("part", part);
      named.put("whole", whole);
      return named;
    }

    @Override
    public double of(List<Double> values) {
      return values.get(1) > 0 ? 100 * values.get(0) / values.get(1) : 0;
    }
  }
}
