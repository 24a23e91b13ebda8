package dev.redline.etl.transform;

import java.io.Serializable;

/**
 * What a dedupe counted while it worked; exact however often tasks or stages were tried.
 *
 * @param compared rows of the input
 * @param kept rows that stay, one per key
 */
public record DedupeCounts(long compared, long kept) implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Of nothing. */
  static final DedupeCounts NONE = new DedupeCounts(0, 0);

  /** The counts of both. */
  DedupeCounts plus(DedupeCounts other) {
    return new DedupeCounts(compared + other.compared, kept + other.kept);
  }
}
