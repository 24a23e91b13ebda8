package dev.redline.sandbox.redshift;

/** Where the rows of the load-error tables go, outside the transaction that failed. */
@FunctionalInterface
interface LoadErrorLog {
  /** Records errors, given as a JSON array, of the session with this process number. */
  void record(int session, String errors);
}
