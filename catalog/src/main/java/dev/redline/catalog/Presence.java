package dev.redline.catalog;

/**
 * When a series of a metric is published. CloudWatch charges for every series in every hour in
 * which it gets a value, so what rarely happens is published only where it does.
 */
public enum Presence {
  /** In every step of every run; a gauge whenever it was measured. */
  ALWAYS("always"),
  /** From the step on in which it first happened, then in every step to the end of the run. */
  ONCE_IT_HAPPENED("once it happened");

  private final String description;

  Presence(String description) {
    this.description = description;
  }

  /** A few words for a table. */
  public String description() {
    return description;
  }
}
