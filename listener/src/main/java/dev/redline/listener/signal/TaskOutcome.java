package dev.redline.listener.signal;

/** How an attempt of a task ended. */
public enum TaskOutcome {
  SUCCEEDED,
  /** An exception that is, or is caused by, an {@link OutOfMemoryError}. */
  OUT_OF_MEMORY,
  /** The executor went away under it. */
  EXECUTOR_LOST,
  /** It could not fetch the shuffle output of another executor. */
  FETCH_FAILED,
  /** Spark killed it, for instance because another copy was faster. */
  KILLED,
  /** Any other failure. */
  FAILED;

  /** Whether the attempt failed; being killed is no failure. */
  public boolean isFailure() {
    return this != SUCCEEDED && this != KILLED;
  }
}
