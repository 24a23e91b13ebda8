package dev.redline.dashboards;

import java.util.Locale;

/** The colour of a line, the same in both renderings; red is kept for redlines. */
public enum Tone {
  /** What the redline is about. */
  MAIN("#2f6fde"),
  /** A second value with a redline, or a part of the first. */
  SECOND("#a85a14"),
  /** Shown beside, without a redline. */
  QUIET("#667285"),
  /** A second value shown beside. */
  FAINT("#8a7fa3");

  /** The colour of every redline. */
  static final String REDLINE_COLOUR = "#d1242f";

  private final String colour;

  Tone(String colour) {
    this.colour = colour;
  }

  /** The colour on CloudWatch's white, as {@code #rrggbb}. */
  public String colour() {
    return colour;
  }

  /** The name by which the report's style sheet knows it; there it has a dark form too. */
  public String styleName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
