package dev.redline.etl.extract;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.redline.etl.JobSpec.Quality;
import dev.redline.etl.JobSpec.SourceColumn;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Turns the values of a record into those of the schema in one pass, each value once, and says why
 * a record is refused. Pure but for the run's start, which it is given. A row-at-a-time program
 * rather than SQL: the generated code of a wide schema is too long for the JVM to compile.
 *
 * @param startMicros when the run began, in microseconds since 1970
 */
record RowNormaliser(
    List<SourceColumn> schema,
    List<String> key,
    List<String> ordering,
    Quality quality,
    long startMicros)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  RowNormaliser {
    schema = new ArrayList<>(schema);
    key = new ArrayList<>(key);
    ordering = new ArrayList<>(ordering);
  }

  static RowNormaliser at(
      Instant start,
      List<SourceColumn> schema,
      List<String> key,
      List<String> ordering,
      Quality quality) {
    long micros = TimeUnit.SECONDS.toMicros(start.getEpochSecond());
    return new RowNormaliser(schema, key, ordering, quality, micros);
  }

  /** The checks of each column, for one task. */
  Task task() {
    List<ColumnCheck> checks = new ArrayList<>();
    for (SourceColumn column : schema) {
      checks.add(
          new ColumnCheck(
              column.name(),
              ValueParser.of(column.type()),
              column.type().equals("string"),
              key.contains(column.name()),
              ordering.contains(column.name())
                  ? new OrderingCheck(
                      column.type(), quality, startMicros, ordering.indexOf(column.name()) == 0)
                  : null));
    }
    return new Task(checks.toArray(ColumnCheck[]::new));
  }

  /** The text of bytes; null where they are not UTF-8. */
  static @Nullable String decoded(byte[] bytes, int length) {
    String text = new String(bytes, 0, length, UTF_8);
    if (text.indexOf('\uFFFD') < 0) {
      return text;
    }
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, length)).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  /** Normalises row after row; not thread-safe. */
  static final class Task {
    private final ColumnCheck[] checks;
    private @Nullable RejectReason worst;
    private String columns = "";

    private Task(ColumnCheck[] checks) {
      this.checks = checks;
    }

    int columns() {
      return checks.length;
    }

    String name(int column) {
      return checks[column].name();
    }

    /** A value of a column for people: days and times as such. */
    String shown(int column, Object value) {
      return value instanceof Number number
          ? checks[column].parser().shown(number)
          : String.valueOf(value);
    }

    /**
     * Normalises a row.
     *
     * @param raw in the order of the schema: texts, bytes that should be UTF-8, or values that have
     *     the column's type already; null where missing
     */
    TypedRow normalise(@Nullable Object[] raw) {
      worst = null;
      columns = "";
      Object[] values = new Object[checks.length];
      for (int i = 0; i < checks.length; i++) {
        ColumnCheck check = checks[i];
        values[i] = raw[i] == null ? null : check.value(raw[i], this);
        check.afterwards(raw[i], values[i], this);
      }
      return new TypedRow(values, worst, columns);
    }

    void refuse(RejectReason reason, String column) {
      if (worst == null || reason.compareTo(worst) < 0) {
        worst = reason;
        columns = column;
      } else if (reason == worst && !columns.equals(column)) {
        columns = columns + ", " + column;
      }
    }
  }
}
