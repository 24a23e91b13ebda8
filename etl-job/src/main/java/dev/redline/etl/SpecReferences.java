package dev.redline.etl;

import dev.redline.etl.JobSpec.SourceColumn;
import dev.redline.etl.JobSpec.TargetColumn;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Checks what one part of a spec says of another: names that must exist, types that must fit. */
final class SpecReferences {
  private final JobSpec spec;
  private final SpecNode root;
  private final Map<String, String> sourceTypes = new TreeMap<>();

  private SpecReferences(JobSpec spec, SpecNode root) {
    this.spec = spec;
    this.root = root;
    for (SourceColumn column : spec.schema()) {
      sourceTypes.put(column.name(), column.type());
    }
  }

  /** Adds every reference that leads nowhere to the problems of the spec. */
  static void check(JobSpec spec, SpecNode root) {
    SpecReferences references = new SpecReferences(spec, root);
    references.checkNames(spec.key(), "key");
    references.checkNames(spec.ordering(), "ordering");
    references.checkKeyTypes();
    references.checkOrderingTypes();
    references.checkTarget();
  }

  private void checkTarget() {
    List<TargetColumn> columns = spec.target().columns();
    for (int i = 0; i < columns.size(); i++) {
      String name = columns.get(i).name();
      if (columns.get(i).expression().equals('`' + name + '`') && !sourceTypes.containsKey(name)) {
        root.problem(
            "target.columns[" + i + "].name",
            "'" + name + "'",
            "no such column in schema; add it there or give an expression");
      }
    }
  }

  private void checkNames(List<String> names, String field) {
    Set<String> known = sourceTypes.keySet();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      String at = field + "[" + i + "]";
      if (name.isEmpty()) {
        continue;
      }
      if (!known.contains(name)) {
        root.problem(
            at,
            "'" + name + "'",
            "no such column in schema: "
                + String.join(", ", known.stream().filter(column -> !column.isEmpty()).toList()));
      } else if (!spec.target().columns().isEmpty() && !spec.target().carries(name)) {
        root.problem(
            at,
            "'" + name + "'",
            "the load compares it in the table: add a target column with expression \""
                + (name.matches("[A-Za-z_][A-Za-z0-9_]*") ? name : '`' + name + '`')
                + "\"");
      }
      if (names.indexOf(name) < i) {
        root.problem(at, "'" + name + "'", "it is listed twice; list it once");
      }
    }
  }

  private void checkOrderingTypes() {
    for (int i = 0; i < spec.ordering().size(); i++) {
      String name = spec.ordering().get(i);
      String type = sourceTypes.getOrDefault(name, "");
      if (spec.target().carries(name)) {
        RedshiftType carrier = spec.target().typeOf(name);
        if (!KeyTypes.keepsOrder(type, carrier)) {
          root.problem(
              "ordering[" + i + "]",
              "'" + name + "'",
              "its type "
                  + type
                  + " loses in "
                  + carrier.ddl()
                  + " which of two rows is newer, and the load compares it in the table");
        }
      }
    }
  }

  /** Two keys of the source must not become one in the table, nor one be unequal to itself. */
  private void checkKeyTypes() {
    for (int i = 0; i < spec.key().size(); i++) {
      String name = spec.key().get(i);
      String type = sourceTypes.getOrDefault(name, "");
      String at = "key[" + i + "]";
      if (type.equals("float") || type.equals("double")) {
        root.problem(
            at, "'" + name + "'", "a " + type + " is no key, since it is not exact; use decimal");
      } else if (spec.target().carries(name)) {
        RedshiftType carrier = spec.target().typeOf(name);
        if (!KeyTypes.keepsApart(type, carrier)) {
          root.problem(
              at,
              "'" + name + "'",
              "its type " + type + " loses what keeps keys apart in " + carrier.ddl());
        }
      }
    }
  }
}
