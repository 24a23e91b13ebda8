package dev.redline.etl.load;

import dev.redline.etl.JobSpec.Target;
import dev.redline.etl.JobSpec.TargetColumn;
import dev.redline.etl.load.TableShape.Column;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a table and the spec's columns differ. Pure.
 *
 * @param missing columns the table lacks and that can be added, since they may be NULL
 * @param narrow text columns that can be widened
 * @param conflicts what no safe change repairs, in words
 * @param unloaded nullable columns of the table that the spec does not fill
 */
record SchemaDiff(
    List<TargetColumn> missing,
    List<TargetColumn> narrow,
    List<String> conflicts,
    List<String> unloaded) {
  private static final Pattern DECIMAL = Pattern.compile("DECIMAL\\((\\d+),(\\d+)\\)");

  /** A value of the first type always fits into the others. */
  private static final Map<String, Set<String>> WIDER =
      Map.of(
          "SMALLINT", Set.of("INTEGER", "BIGINT"),
          "INTEGER", Set.of("BIGINT"),
          "REAL", Set.of("DOUBLE PRECISION"),
          "TIMESTAMP", Set.of("TIMESTAMPTZ"));

  SchemaDiff {
    missing = List.copyOf(missing);
    narrow = List.copyOf(narrow);
    conflicts = List.copyOf(conflicts);
    unloaded = List.copyOf(unloaded);
  }

  static SchemaDiff of(Target target, List<String> key, TableShape table) {
    List<TargetColumn> missing = new ArrayList<>();
    List<TargetColumn> narrow = new ArrayList<>();
    List<String> conflicts = new ArrayList<>();
    for (TargetColumn wanted : target.columns()) {
      Optional<Column> found = table.column(wanted.name());
      if (found.isEmpty() && key.contains(wanted.name())) {
        conflicts.add(wanted.name() + " is part of the key and the table lacks it");
      } else if (found.isEmpty()) {
        missing.add(wanted);
      } else if (isNarrowText(wanted, found.get())) {
        narrow.add(wanted);
      } else if (!holds(found.get(), wanted)) {
        conflicts.add(
            wanted.name() + " is " + found.get().ddl() + ", the spec loads " + wanted.type().ddl());
      }
    }
    List<String> unloaded = new ArrayList<>();
    Set<String> loaded = new HashSet<>(target.columnNames());
    for (Column column : table.columns()) {
      if (!loaded.contains(column.name()) && column.isRequired()) {
        conflicts.add(column.name() + " must have a value, and the spec does not load it");
      } else if (!loaded.contains(column.name())) {
        unloaded.add(column.name());
      }
    }
    return new SchemaDiff(missing, narrow, conflicts, unloaded);
  }

  boolean isSame() {
    return missing.isEmpty() && narrow.isEmpty() && conflicts.isEmpty();
  }

  /** One line for each difference, with the change that would repair it. */
  List<String> lines(RedshiftSql sql) {
    List<String> lines = new ArrayList<>(conflicts);
    missing.forEach(column -> lines.add(column.name() + " is missing: " + sql.addColumn(column)));
    narrow.forEach(
        column -> lines.add(column.name() + " is too narrow: " + sql.widenColumn(column)));
    return lines;
  }

  private static boolean isNarrowText(TargetColumn wanted, Column found) {
    return found.type().equals("character varying")
        && wanted.type().ddl().startsWith("VARCHAR")
        && found.length() < wanted.type().maxBytes();
  }

  private static boolean holds(Column found, TargetColumn wanted) {
    String type = wanted.type().ddl();
    if (type.startsWith("VARCHAR")) {
      return found.type().startsWith("character") && found.length() >= wanted.type().maxBytes();
    }
    if (type.startsWith("DECIMAL")) {
      return found.type().equals("numeric") && holdsDecimal(found, type);
    }
    return found.ddl().equals(type) || WIDER.getOrDefault(type, Set.of()).contains(found.ddl());
  }

  private static boolean holdsDecimal(Column found, String type) {
    Matcher decimal = DECIMAL.matcher(type);
    if (!decimal.matches()) {
      return false;
    }
    int precision = Integer.parseInt(decimal.group(1));
    int scale = Integer.parseInt(decimal.group(2));
    return found.scale() >= scale && found.length() - found.scale() >= precision - scale;
  }
}
