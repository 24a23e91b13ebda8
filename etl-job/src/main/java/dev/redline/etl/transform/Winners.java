package dev.redline.etl.transform;

/** Rows that stay, one after the other. */
interface Winners {

  /** Goes to the next one; false after the last. */
  boolean next();

  /** Where it lies in the input. */
  long place();

  /** Rows that were compared for it, and for those before it that have not been told yet. */
  long rowsCompared();
}
