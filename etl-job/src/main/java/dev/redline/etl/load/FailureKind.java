package dev.redline.etl.load;

import java.sql.SQLException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a failed statement says about trying again. */
enum FailureKind {
  /** Another transaction came in between; the same work may well succeed. */
  CONFLICT,
  /** The connection is gone, or could not be made. */
  CONNECTION,
  /** The same work would fail the same way. */
  FINAL;

  private static final Set<String> CONFLICTS = Set.of("40001", "40P01");
  private static final String CONNECTION_EXCEPTION = "08";

  /** admin_shutdown, crash_shutdown, cannot_connect_now: a cluster that restarts or is paused. */
  private static final Set<String> RESTARTS = Set.of("57P01", "57P02", "57P03");

  /** Redshift reports a cycle of transactions by this number and under a general SQLSTATE. */
  private static final Pattern SERIALIZATION =
      Pattern.compile("\\b1023\\b.*serializable isolation violation", Pattern.DOTALL);

  private static final String CONCURRENT = "conflict with concurrent transaction";

  boolean isWorthAnotherTry() {
    return this != FINAL;
  }

  static FailureKind of(SQLException failure) {
    String state = String.valueOf(failure.getSQLState());
    String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
    if (CONFLICTS.contains(state)
        || message.contains(CONCURRENT)
        || SERIALIZATION.matcher(message).find()) {
      return CONFLICT;
    }
    return state.startsWith(CONNECTION_EXCEPTION) || RESTARTS.contains(state) || hasIoCause(failure)
        ? CONNECTION
        : FINAL;
  }

  private static boolean hasIoCause(SQLException failure) {
    @Nullable Throwable cause = failure.getCause();
    for (int depth = 0; cause != null && depth < 10; depth++) {
      if (cause instanceof java.io.IOException) {
        return true;
      }
      cause = cause.getCause();
    }
    return false;
  }
}
