package dev.redline.dashboards;

import java.util.Locale;

/** The colour of a line, the same in both renderings; red is kept for redlines. */
public enum Tone {
  /** What the redline is about. */
  MAIN("#2f6fde"),
  /** A second value with a redline, or a part of the first. */
  SECOND("#b5651d"),
  /** Shown beside, without a redline. */
  QUIET("#7a8699"),
  /** A second value shown beside. */
  FAINT("#a9a0b8");

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
