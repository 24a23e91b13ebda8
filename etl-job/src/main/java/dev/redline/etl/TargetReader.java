package dev.redline.etl;

import dev.redline.etl.JobSpec.Target;
import dev.redline.etl.JobSpec.TargetColumn;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the target of a job spec. */
final class TargetReader {
  private static final Pattern NAME = Pattern.compile("[a-z_][a-z0-9_$]{0,126}");

  /** Names the job uses beside the target's columns. */
  private static final Pattern TAKEN = Pattern.compile("_redline.*|_metadata");

  private TargetReader() {}

  static Target read(SpecNode node) {
    Target target =
        new Target(
            name(node, "schema", node.text("schema", "public")),
            name(node, "table", node.text("table")),
            name(node, "auditTable", node.text("auditTable", "redline_load_audit")),
            node.flag("createIfMissing", false),
            node.flag("evolveSchema", false),
            node.has("distKey") ? node.text("distKey") : "",
            node.textsOrNone("sortKey"),
            columns(node));
    if (!target.table().isEmpty() && target.table().equals(target.auditTable())) {
      node.problem("auditTable", "'" + target.table() + "'", "name another table than the target");
    }
    if (!target.distKey().isEmpty()) {
      requireColumn(node, "distKey", target.distKey(), target);
    }
    for (int i = 0; i < target.sortKey().size(); i++) {
      String name = target.sortKey().get(i);
      requireColumn(node, "sortKey[" + i + "]", name, target);
      if (target.sortKey().indexOf(name) < i) {
        node.problem("sortKey[" + i + "]", "'" + name + "'", "it is listed twice; list it once");
      }
    }
    node.end();
    return target;
  }

  private static void requireColumn(SpecNode node, String field, String name, Target target) {
    if (!name.isEmpty() && !target.columnNames().contains(name)) {
      node.problem(field, "'" + name + "'", "name one of target.columns");
    }
    if (target.columns().stream().anyMatch(c -> c.name().equals(name) && c.type().isSuper())) {
      node.problem(field, "'" + name + "'", "Redshift neither distributes nor sorts by a SUPER");
    }
  }

  private static List<TargetColumn> columns(SpecNode target) {
    List<TargetColumn> columns = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (SpecNode node : target.objects("columns")) {
      String name = name(node, "name", node.text("name"));
      String type = node.text("type");
      RedshiftType known =
          RedshiftType.parse(type).orElseGet(() -> new RedshiftType(type, "string", 0));
      if (known.maxBytes() == 0 && known.sparkType().equals("string") && !type.isEmpty()) {
        node.problem("type", "'" + type + "'", "use one of " + RedshiftType.KNOWN);
      }
      if (TAKEN.matcher(name).matches()) {
        node.problem("name", "'" + name + "'", "the job uses this name itself; take another");
      }
      JobSpecReader.unique(node, name, seen);
      columns.add(new TargetColumn(name, known, node.text("expression", '`' + name + '`')));
      node.end();
    }
    return columns;
  }

  private static String name(SpecNode node, String field, String name) {
    if (!name.isBlank() && !NAME.matcher(name).matches()) {
      node.problem(
          field,
          "'" + name + "'",
          "use lower-case letters, digits, _ and $, not starting with a digit, at most 127");
    }
    return name;
  }
}
