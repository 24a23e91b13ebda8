package dev.redline.listener.signal;

import java.util.Set;
import org.jspecify.annotations.Nullable;

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

  /** The second is Spark's own subclass, thrown where its memory manager has no more to give. */
  private static final Set<String> OUT_OF_MEMORY_ERRORS =
      Set.of("java.lang.OutOfMemoryError", "org.apache.spark.memory.SparkOutOfMemoryError");

  /**
   * Whether an exception that failed a task is out of memory; since that is often wrapped, the
   * causes told in the stack trace are looked at too.
   */
  public static boolean isOutOfMemory(@Nullable String className, @Nullable String stackTrace) {
    return OUT_OF_MEMORY_ERRORS.stream()
        .anyMatch(
            error ->
                error.equals(className)
                    || (stackTrace != null && stackTrace.contains("Caused by: " + error)));
  }
}
