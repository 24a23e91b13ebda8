package dev.redline.etl.extract;

import dev.redline.etl.JobSpec.Quality;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of a value that rows are compared by. A single absurd one would be the newest, or
 * the oldest, for ever.
 */
final class OrderingCheck {
  private final String type;
  private final boolean refusesNull;
  private final long earliest;
  private final long latest;

  /**
   * The check of a column.
   *
   * @param startMicros when the run began
   * @param isFirst whether the column is the most significant of the ordering
   */
  OrderingCheck(String type, Quality quality, long startMicros, boolean isFirst) {
    this.type = type;
    this.refusesNull = isFirst && quality.rejectNullOrdering();
    long latestMicros = startMicros + TimeUnit.SECONDS.toMicros(quality.maxFuture().toSeconds());
    long earliestDay = quality.earliest().toEpochDay();
    boolean isDate = type.equals("date");
    this.latest = isDate ? TimeUnit.MICROSECONDS.toDays(latestMicros) : latestMicros;
    this.earliest = isDate ? earliestDay : TimeUnit.DAYS.toMicros(earliestDay);
  }

  /** Why the value is refused; null for one that is not, or that was refused before. */
  @Nullable RejectReason reason(@Nullable Object raw, @Nullable Object value) {
    if (value == null) {
      return raw == null && refusesNull ? RejectReason.BAD_ORDERING : null;
    }
    return switch (type) {
      case "date", "timestamp" -> time(((Number) value).longValue());
      case "float", "double" ->
          Double.isFinite(((Number) value).doubleValue()) ? null : RejectReason.BAD_ORDERING;
      default -> null;
    };
  }

  private @Nullable RejectReason time(long value) {
    if (value > latest) {
      return RejectReason.FUTURE_TIMESTAMP;
    }
    return value < earliest ? RejectReason.BAD_TIMESTAMP : null;
  }
}
