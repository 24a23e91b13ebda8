package dev.redline.dashboards.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleBinaryOperator;

/**
 * The part of CloudWatch's metric math that dashboards here use: the four operations, brackets,
 * numbers, ids, comparisons, and the functions of {@link #call}. Values are one for each period;
 * NaN where there is none.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html">Metric
 *     math</a>
 */
final class MetricMath {
  private final String code;
  private final Map<String, double[]> values;
  private final int periods;
  private final double periodSeconds;
  private int at;

  private MetricMath(String code, Map<String, double[]> values, int periods, double periodSeconds) {
    this.code = code;
    this.values = values;
    this.periods = periods;
    this.periodSeconds = periodSeconds;
  }

  /**
   * The values of an expression; empty if it uses what is not known here.
   *
   * @param values of the widget's metrics, by id
   */
  static Optional<double[]> evaluate(
      String code, Map<String, double[]> values, int periods, double periodSeconds) {
    MetricMath math = new MetricMath(code, values, periods, periodSeconds);
    try {
      double[] result = math.comparison();
      math.skipBlanks();
      return math.at == code.length() ? Optional.of(result) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private double[] comparison() {
    double[] left = sum();
    if (take('>')) {
      return each(left, sum(), (a, b) -> a > b ? 1 : 0);
    }
    return take('<') ? each(left, sum(), (a, b) -> a < b ? 1 : 0) : left;
  }

  private double[] sum() {
    double[] left = product();
    while (true) {
      if (take('+')) {
        left = each(left, product(), Double::sum);
      } else if (take('-')) {
        left = each(left, product(), (a, b) -> a - b);
      } else {
        return left;
      }
    }
  }

  private double[] product() {
    double[] left = atom();
    while (true) {
      if (take('*')) {
        left = each(left, atom(), (a, b) -> a * b);
      } else if (take('/')) {
        left = each(left, atom(), (a, b) -> a / b);
      } else {
        return left;
      }
    }
  }

  private double[] atom() {
    if (take('-')) {
      return each(constant(0), atom(), (a, b) -> a - b);
    }
    if (take('(')) {
      return closed(comparison());
    }
    String word = word();
    if (take('(')) {
      List<double[]> arguments = new ArrayList<>(List.of(comparison()));
      while (take(',')) {
        arguments.add(comparison());
      }
      return closed(call(word.toUpperCase(Locale.ROOT) + arguments.size(), arguments));
    }
    double[] metric = values.get(word);
    return metric == null ? constant(Double.parseDouble(word)) : metric;
  }

  private double[] closed(double[] result) {
    if (!take(')')) {
      throw new IllegalArgumentException("a bracket is not closed in " + code);
    }
    return result;
  }

  /** A function by its name and the number of its arguments. */
  private double[] call(String function, List<double[]> arguments) {
    double[] first = arguments.get(0);
    return switch (function) {
      case "RUNNING_SUM1" -> runningSum(first);
      case "PERIOD1" -> constant(periodSeconds);
      case "FILL2" -> each(first, arguments.get(1), (a, b) -> Double.isNaN(a) ? b : a);
      case "IF3" -> chosen(first, arguments.get(1), arguments.get(2));
      default -> throw new IllegalArgumentException("no function " + function + " here");
    };
  }

  private static double[] chosen(double[] condition, double[] yes, double[] no) {
    double[] result = new double[condition.length];
    Arrays.setAll(result, i -> condition[i] != 0 ? yes[i] : no[i]);
    return result;
  }

  private static double[] runningSum(double[] values) {
    double[] sums = new double[values.length];
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      sum += Double.isNaN(values[i]) ? 0 : values[i];
      sums[i] = Double.isNaN(values[i]) ? Double.NaN : sum;
    }
    return sums;
  }

  private double[] constant(double value) {
    double[] same = new double[periods];
    Arrays.fill(same, value);
    return same;
  }

  private static double[] each(double[] a, double[] b, DoubleBinaryOperator operation) {
    double[] result = new double[a.length];
    Arrays.setAll(result, i -> operation.applyAsDouble(a[i], b[i]));
    return result;
  }

  private boolean take(char c) {
    skipBlanks();
    boolean found = at < code.length() && code.charAt(at) == c;
    at += found ? 1 : 0;
    return found;
  }

  private String word() {
    skipBlanks();
    int from = at;
    while (at < code.length() && isWord(code.charAt(at))) {
      at++;
    }
    return code.substring(from, at);
  }

  private static boolean isWord(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '.';
  }

  private void skipBlanks() {
    while (at < code.length() && Character.isWhitespace(code.charAt(at))) {
      at++;
    }
  }
}
