package dev.redline.simulate;

import dev.redline.alarms.Alarm;
import dev.redline.alarms.Alarms;
import dev.redline.alarms.MetricAlarm;
import dev.redline.alarms.Window;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Parameters of the alarms' stack, from {@code --set NAME=VALUE}. */
final class Parameters {
  private Parameters() {}

  /**
   * Checks and reads them.
   *
   * @throws IllegalArgumentException naming the parameter, and those that there are
   */
  static Map<String, Double> of(Map<String, String> given) {
    Map<String, Double> parameters = new TreeMap<>();
    given.forEach((name, text) -> parameters.put(known(name), number(name, text)));
    return parameters;
  }

  private static double number(String name, String text) {
    double value;
    try {
      value = Double.parseDouble(text);
    } catch (NumberFormatException e) {
      value = Double.NaN;
    }
    boolean mayBeZero = name.equals(Window.SCHEDULE.name()) || name.endsWith("Threshold");
    boolean isTooSmall = mayBeZero ? value < 0 : value < 1;
    boolean isTooLarge = !name.endsWith("Threshold") && value > 3600;
    if (!Double.isFinite(value) || isTooSmall || isTooLarge) {
      throw new IllegalArgumentException(
          "%s must be a number %s, was '%s'"
              .formatted(name, mayBeZero ? "from 0 up" : "from 1 to 3600", text));
    }
    return value;
  }

  private static String known(String name) {
    TreeSet<String> names = new TreeSet<>();
    names.add(Window.PERIOD.name());
    names.add(Window.HOLD.name());
    names.add(Window.SCHEDULE.name());
    for (Alarm alarm : Alarms.all()) {
      if (alarm instanceof MetricAlarm metric && !metric.limitParameter().isEmpty()) {
        names.add(metric.limitParameter());
      }
    }
    if (!names.contains(name)) {
      throw new IllegalArgumentException(
          "'" + name + "' is no parameter of the alarms; there are " + String.join(", ", names));
    }
    return name;
  }
}
