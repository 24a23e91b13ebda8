package dev.redline.dashboards.report;

import dev.redline.catalog.Unit;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;

/**
 * A visible line of a widget.
 *
 * @param name the metric's name, or the expression
 * @param label as the body gives it
 * @param color as the body gives it, or one of a palette
 * @param yAxis left or right
 * @param statistic how values of several periods are taken together
 * @param unit of the values
 * @param values one for each period, NaN where there is none; empty without any
 */
record PreviewLine(
    String name,
    String label,
    String color,
    String yAxis,
    String statistic,
    Unit unit,
    Optional<double[]> values) {

  /** The value of the last period that has one. */
  OptionalDouble latest() {
    return present().reduce((before, after) -> after);
  }

  /** One value for all periods. */
  OptionalDouble whole() {
    if (values.isEmpty()) {
      return OptionalDouble.empty();
    }
    return switch (statistic) {
      case "Sum" -> OptionalDouble.of(present().sum());
      case "Average" -> present().average();
      case "Minimum" -> present().min();
      default -> present().max();
    };
  }

  OptionalDouble highest() {
    return present().max();
  }

  private DoubleStream present() {
    return values.stream().flatMapToDouble(Arrays::stream).filter(Double::isFinite);
  }
}
