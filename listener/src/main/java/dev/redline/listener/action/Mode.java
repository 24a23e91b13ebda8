package dev.redline.listener.action;

import java.util.Locale;

/** What the guard may do. */
public enum Mode {
  /** Nothing at all. */
  OFF,
  /** Publish, warn, and say what it would have done. */
  OBSERVE,
  /** Also stop a doomed run. */
  ENFORCE;

  /** The mode as a user writes it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The mode of this name in any case. */
  public static Mode of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }
}
