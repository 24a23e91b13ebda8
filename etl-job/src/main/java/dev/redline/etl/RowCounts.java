package dev.redline.etl;

import java.util.Map;
import java.util.OptionalLong;

/**
 * The row counts of a run, each from a source of its own, and the identity they must satisfy: raw =
 * rejected + good, good = kept + duplicates, kept = staged = copied.
 *
 * @param read rows the reading tasks of Spark reported, last successful attempt of each partition;
 *     empty when Spark dropped the events, and then raw is the sum of the footers
 * @param rejected footers of the rejected rows' files
 * @param rejectedByReason a query over the rejected rows
 * @param good footers of the good rows' files
 * @param compared rows the dedupe compared, counted within its aggregate
 * @param kept rows the dedupe kept, counted within its aggregate
 * @param staged footers of the files COPY is given
 */
public record RowCounts(
    OptionalLong read,
    long rejected,
    Map<String, Long> rejectedByReason,
    long good,
    long compared,
    long kept,
    long staged) {

  /** Rows of the input. */
  public long raw() {
    return read.orElse(rejected + good);
  }

  /** Good rows that lost against a newer one of their key. */
  public long duplicates() {
    return compared - kept;
  }

  /**
   * Compares the sources with each other.
   *
   * @throws IllegalStateException when rows were lost or made on the way
   */
  void requireIdentity() {
    long byReason = rejectedByReason.values().stream().mapToLong(Long::longValue).sum();
    require(
        raw() == rejected + good, "rows read %d = rejected %d + good %d", raw(), rejected, good);
    require(byReason == rejected, "rejected by reason %d = rejected files %d", byReason, rejected);
    require(compared == good, "rows compared %d = good rows %d", compared, good);
    require(staged == kept, "staged rows %d = kept rows %d", staged, kept);
  }

  /**
   * Compares with what COPY reported.
   *
   * @throws IllegalStateException when they differ
   */
  public void requireCopied(long copied) {
    require(copied == staged, "copied rows %d = staged rows %d", copied, staged);
  }

  private static void require(boolean holds, String identity, Object... numbers) {
    if (!holds) {
      throw new IllegalStateException(
          "the row counts do not add up: "
              + String.format(identity, numbers)
              + " does not hold. Nothing was committed; report this with the job spec and Spark's"
              + " event log");
    }
  }
}
