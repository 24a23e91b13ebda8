package dev.redline.etl.transform;

import java.util.Locale;

/**
 * Chooses the algorithm that shuffles least, or the one with a single reading where that is of no
 * account. Pure: the same facts always give the same plan.
 */
public final class DedupePlanner {
  /** Below this, a second reading costs more than a shuffle. */
  static final long SMALL_BYTES = 64L << 20;

  /** How much wider than its stand-in a row must be, for a second reading to pay. */
  static final int WIDE = 2;

  /** From here on, tasks are expected to drop enough of their own rows before the shuffle. */
  static final double MANY_PER_KEY = 2;

  private DedupePlanner() {}

  /** The plan for an input. */
  public static DedupePlan plan(InputFacts facts, DedupeSettings settings) {
    Algorithm asked = settings.algorithm();
    if (!facts.places()) {
      String asks = asked == null ? "" : "; the job spec asks for " + asked.specName();
      return window(facts, settings, "rows have no row numbers before Spark 3.5" + asks);
    }
    if (asked != null) {
      return plan(asked, facts, settings, "the job spec says so");
    }
    if (facts.bytes() <= SMALL_BYTES) {
      return plan(
          Algorithm.MAX_BY,
          facts,
          settings,
          "the input is small, " + described(facts) + ", and is read once");
    }
    if (facts.rowWidthBytes() >= WIDE * facts.locatorWidthBytes()) {
      return plan(
          Algorithm.LOCATOR,
          facts,
          settings,
          described(facts)
              + ", of which "
              + facts.locatorWidthBytes()
              + " B tell key, age and place: shuffling those pays for a second reading");
    }
    return narrow(facts, settings);
  }

  private static DedupePlan narrow(InputFacts facts, DedupeSettings settings) {
    String narrow = described(facts) + ", hardly wider than their key, age and place";
    return facts.rowsPerKey() >= MANY_PER_KEY
        ? plan(
            Algorithm.MAX_BY,
            facts,
            settings,
            narrow
                + "; with some "
                + String.format(Locale.ROOT, "%.1f", facts.rowsPerKey())
                + " rows per key, tasks drop rows before the shuffle")
        : window(facts, settings, narrow + "; few rows share a key");
  }

  private static DedupePlan window(InputFacts facts, DedupeSettings settings, String reason) {
    return plan(Algorithm.WINDOW, facts, settings, reason);
  }

  private static DedupePlan plan(
      Algorithm algorithm, InputFacts facts, DedupeSettings settings, String reason) {
    return new DedupePlan(algorithm, partitions(facts, settings), facts.places(), reason);
  }

  /** With many rows per key the window's group limit must come before the shuffle. */
  private static int partitions(InputFacts facts, DedupeSettings settings) {
    return facts.rowsPerKey() >= MANY_PER_KEY ? 0 : settings.partitions();
  }

  private static String described(InputFacts facts) {
    return String.format(
        Locale.ROOT,
        "%,d rows of %s %,d B",
        facts.rows(),
        facts.measured() ? "some" : "at least",
        facts.rowWidthBytes());
  }
}
