package dev.redline.etl.transform;

/**
 * The algorithm for one input, and why.
 *
 * @param partitions for {@link WindowDedupe}; of no account to the others
 * @param places whether rows have places, which end ties
 * @param reason for a person, with the numbers that decided
 */
public record DedupePlan(Algorithm algorithm, int partitions, boolean places, String reason) {

  /** One line for the log. */
  public String line() {
    return "dedupe by "
        + algorithm.specName()
        + (algorithm == Algorithm.WINDOW && partitions > 0 ? " in " + partitions + " tasks" : "")
        + ": "
        + reason;
  }

  /**
   * The algorithm, ready to run.
   *
   * @param work a folder of this run
   */
  public Dedupe dedupe(DedupeSettings settings, String work) {
    return switch (algorithm) {
      case LOCATOR -> new LocatorDedupe(settings.bitmapCapBytes(), work);
      case WINDOW -> new WindowDedupe(partitions, places);
      case MAX_BY -> new MaxByDedupe();
    };
  }
}
