package dev.redline.etl.transform;

import java.io.Serializable;

/**
 * One bit per row of the input: set for the rows that stay. Every task has a copy of its own; what
 * tasks of one executor share does not change.
 */
interface WinnerBits extends Serializable {
  /** Whether the row at a place stays. */
  boolean contains(long place);

  /** The rows that were compared, and those that stay. */
  DedupeCounts counts();
}
