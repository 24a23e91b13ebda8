package dev.redline.listener.spark;

import dev.redline.listener.signal.Signal;
import dev.redline.listener.signal.Signal.RowsCounted;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads row counts out of an event that a job posts to Spark's listener bus. Job and agent share no
 * class: any event with a public method {@code Map<String, Long> redlineRows()} will do. Its names
 * are {@code raw}, {@code rejected}, {@code duplicates} and {@code loaded}; each value is what was
 * counted since the event before. Names that are missing were not counted, others are ignored.
 */
final class RowCounts {
  private static final String METHOD = "redlineRows";

  /** Spark's own events and SQL's are asked once for each class. */
  private final ClassValue<Optional<Method>> methods =
      new ClassValue<>() {
        @Override
        protected Optional<Method> computeValue(Class<?> type) {
          return method(type);
        }
      };

  private static Optional<Method> method(Class<?> type) {
    try {
      Method method = type.getMethod(METHOD);
      if (!Map.class.isAssignableFrom(method.getReturnType())
          || Modifier.isStatic(method.getModifiers())) {
        return Optional.empty();
      }
      method.setAccessible(true);
      return Optional.of(method);
    } catch (NoSuchMethodException | RuntimeException e) {
      return Optional.empty();
    }
  }

  /** The counts of an event that has some; null for any other. */
  @Nullable Signal of(@Nullable Object event, long nowMs) {
    Optional<Method> method = event == null ? Optional.empty() : methods.get(event.getClass());
    if (method.isEmpty()) {
      return null;
    }
    try {
      return method.get().invoke(event) instanceof Map<?, ?> rows ? signal(rows, nowMs) : null;
    } catch (ReflectiveOperationException e) {
      // The job's own code failed; that is no failure of the guard's.
      return null;
    }
  }

  private static Signal signal(Map<?, ?> rows, long nowMs) {
    return new RowsCounted(
        nowMs,
        count(rows, "raw"),
        count(rows, "rejected"),
        count(rows, "duplicates"),
        count(rows, "loaded"));
  }

  private static @Nullable Long count(Map<?, ?> rows, String name) {
    return rows.get(name) instanceof Number number && number.longValue() >= 0
        ? Long.valueOf(number.longValue())
        : null;
  }
}
