package dev.redline.alarms;

import java.util.Map;

/** A whole number of an alarm: fixed, or a parameter of the stack with its default. */
public sealed interface Amount {

  /**
   * A number that nobody changes.
   *
   * @param value the number
   */
  record Fixed(int value) implements Amount {
    @Override
    public int in(Map<String, Double> parameters) {
      return value;
    }
  }

  /**
   * A parameter of the stack.
   *
   * @param name the parameter's name
   * @param fallback its default
   */
  record Parameter(String name, int fallback) implements Amount {
    @Override
    public int in(Map<String, Double> parameters) {
      return (int) Math.round(parameters.getOrDefault(name, (double) fallback));
    }
  }

  /** The number under the parameters given, by name; the default where none is given. */
  int in(Map<String, Double> parameters);
}
