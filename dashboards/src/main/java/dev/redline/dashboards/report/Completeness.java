package dev.redline.dashboards.report;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether a record has all that must not be null; a mapper leaves null what JSON says is. */
final class Completeness {
  private Completeness() {}

  /** Where a null is that must not be, such as {@code totals.rows}; empty if there is none. */
  static Optional<String> gap(Record record) {
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      Object value = value(record, component);
      boolean mayBeNull = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
      if (value == null && !mayBeNull) {
        return Optional.of(component.getName());
      }
      Optional<String> deeper = value == null ? Optional.empty() : inside(value);
      if (deeper.isPresent()) {
        return deeper.map(name -> component.getName() + "." + name);
      }
    }
    return Optional.empty();
  }

  private static Optional<String> inside(Object value) {
    if (value instanceof Record record) {
      return gap(record);
    }
    if (value instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        Object element = list.get(i);
        Optional<String> gap = element == null ? Optional.of("null") : inside(element);
        if (gap.isPresent()) {
          return Optional.of(i + "." + gap.get());
        }
      }
    }
    return Optional.empty();
  }

  private static @Nullable Object value(Record record, RecordComponent component) {
    try {
      return component.getAccessor().invoke(record);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("a run record's members must be readable", e);
    }
  }
}
