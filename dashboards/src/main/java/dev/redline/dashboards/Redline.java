package dev.redline.dashboards;

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

  /** The label and what it is about. */
  public String fullLabel() {
    return about.isEmpty() ? label : label + ": " + String.join(", ", about);
  }
}
