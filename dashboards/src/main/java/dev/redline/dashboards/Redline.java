package dev.redline.dashboards;

import dev.redline.catalog.Unit;
import java.util.List;

/**
 * A limit as it is drawn.
 *
 * @param label such as {@code redline 10 GiB}
 * @param about the lines it is about, where that is not all of the panel's; else empty
 * @param limit in the panel's unit
 */
public record Redline(String label, List<String> about, double limit) {

  public Redline {
    about = List.copyOf(about);
  }

  /** A limit on all of a panel's lines. */
  static Redline at(Unit unit, double limit) {
    return new Redline("redline " + Quantity.text(unit, limit), List.of(), limit);
  }

  /** The label and what it is about. */
  public String fullLabel() {
    return about.isEmpty() ? label : label + ": " + String.join(", ", about);
  }
}
