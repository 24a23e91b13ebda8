package dev.redline.etl.transform;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The members of the dedupe family. Every one keeps the same rows. */
public enum Algorithm {
  /** {@link LocatorDedupe}: places of rows are shuffled, not rows. */
  LOCATOR,
  /** {@link WindowDedupe}: rows are shuffled once, by their key. */
  WINDOW,
  /** {@link MaxByDedupe}: rows are shuffled once each task has dropped its own duplicates. */
  MAX_BY;

  /** As it is written in a job spec. */
  public String specName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The algorithm a job spec names; empty for a name that is none. */
  public static Optional<Algorithm> parse(String specName) {
    return Arrays.stream(values()).filter(a -> a.specName().equals(specName)).findFirst();
  }
}
