package dev.redline.sandbox.redshift;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Turns Redshift's CREATE TABLE and ALTER TABLE into PostgreSQL's: distribution, sorting, encoding
 * and constraints that Redshift does not enforce go, types get Redshift's lengths.
 */
final class TableDdl {

  /** A statement that does nothing, where PostgreSQL has nothing to change. */
  static final String NOTHING = "DO ''";

  private static final Set<String> CONSTRAINTS =
      Set.of("PRIMARY", "UNIQUE", "FOREIGN", "CONSTRAINT");
  private static final Set<String> LAYOUT =
      Set.of("DISTSTYLE", "DISTKEY", "SORTKEY", "COMPOUND", "INTERLEAVED", "ENCODE");

  private final SqlStatement sql;
  private final Set<String> primaryKey = new HashSet<>();

  private TableDdl(SqlStatement sql) {
    this.sql = sql;
  }

  /** The number of the token after CREATE [TEMP] TABLE or ALTER TABLE; 0 for other statements. */
  static int afterTable(SqlStatement sql) {
    int i = 1;
    if (sql.hasWords(0, "CREATE")) {
      i += sql.hasWords(i, "LOCAL") || sql.hasWords(i, "GLOBAL") ? 1 : 0;
      i += sql.hasWords(i, "TEMP") || sql.hasWords(i, "TEMPORARY") ? 1 : 0;
      return sql.hasWords(i, "TABLE") ? i + 1 : 0;
    }
    return sql.hasWords(0, "ALTER TABLE") ? 2 : 0;
  }

  static String rewrite(SqlStatement sql, int afterTable) throws SqlFault {
    TableDdl ddl = new TableDdl(sql);
    if (sql.hasWords(0, "ALTER")) {
      return ddl.alter(afterTable) ? sql.text() : NOTHING;
    }
    ddl.create(afterTable);
    return sql.text();
  }

  private void create(int afterTable) {
    int name = sql.hasWords(afterTable, "IF NOT EXISTS") ? afterTable + 3 : afterTable;
    int i = sql.afterName(name);
    while (i < sql.size() && !sql.hasWords(i, "AS")) {
      if (sql.hasSymbol(i, "(")) {
        int end = sql.afterParentheses(i);
        definitions(i + 1, end - 1);
        i = end;
      } else {
        i = tableAttribute(i);
      }
    }
  }

  private int tableAttribute(int i) {
    int end = i + 1;
    switch (sql.keyword(i)) {
      case "DISTSTYLE", "BACKUP", "ENCODE" -> end = i + 2;
      case "DISTKEY" -> end = sql.afterParentheses(i + 1);
      case "SORTKEY" -> end = sql.hasWords(i + 1, "AUTO") ? i + 2 : sql.afterParentheses(i + 1);
      case "COMPOUND", "INTERLEAVED" -> end = i + 1;
      default -> {
        return end;
      }
    }
    sql.drop(i, end);
    return end;
  }

  private void definitions(int from, int to) {
    List<int[]> items = items(from, to);
    items.stream().filter(item -> isConstraint(item[0])).forEach(this::noteConstraint);
    int firstColumn = 0;
    while (firstColumn < items.size() && isConstraint(items.get(firstColumn)[0])) {
      firstColumn++;
    }
    for (int n = 0; n < items.size(); n++) {
      int[] item = items.get(n);
      if (isConstraint(item[0])) {
        sql.drop(n < firstColumn ? item[0] : item[0] - 1, n < firstColumn ? item[1] + 1 : item[1]);
      } else if (!sql.hasWords(item[0], "LIKE")) {
        column(item[0], item[1]);
      }
    }
  }

  private List<int[]> items(int from, int to) {
    List<int[]> items = new ArrayList<>();
    int start = from;
    int i = from;
    while (i < to) {
      if (sql.hasSymbol(i, ",")) {
        items.add(new int[] {start, i});
        start = i + 1;
      }
      i = sql.hasSymbol(i, "(") ? sql.afterParentheses(i) : i + 1;
    }
    items.add(new int[] {start, to});
    return items;
  }

  private boolean isConstraint(int i) {
    return CONSTRAINTS.contains(sql.keyword(i));
  }

  private void noteConstraint(int[] item) {
    int i = sql.hasWords(item[0], "CONSTRAINT") ? item[0] + 2 : item[0];
    if (sql.hasWords(i, "PRIMARY KEY")) {
      for (int n = i + 3; n < item[1] - 1; n++) {
        if (sql.token(n).isName()) {
          primaryKey.add(sql.token(n).name());
        }
      }
    }
  }

  private void column(int from, int to) {
    type(from + 1);
    int i = from + 2;
    while (i < to) {
      i = sql.hasSymbol(i, "(") ? sql.afterParentheses(i) : columnAttribute(i);
    }
    if (primaryKey.contains(sql.token(from).name())) {
      sql.append(to - 1, " NOT NULL");
    }
  }

  private int columnAttribute(int i) {
    switch (sql.keyword(i)) {
      case "ENCODE" -> sql.drop(i, i + 2);
      case "DISTKEY", "SORTKEY", "UNIQUE" -> sql.drop(i, i + 1);
      case "REFERENCES" -> {
        return dropReference(i);
      }
      case "PRIMARY" -> {
        sql.replace(i, "NOT NULL");
        sql.drop(i + 1, i + 2);
      }
      case "IDENTITY" -> {
        return identity(i);
      }
      default -> {
        return i + 1;
      }
    }
    return sql.hasWords(i, "ENCODE") || sql.hasWords(i, "PRIMARY") ? i + 2 : i + 1;
  }

  private int dropReference(int i) {
    int end = sql.afterName(i + 1);
    end = sql.hasSymbol(end, "(") ? sql.afterParentheses(end) : end;
    sql.drop(i, end);
    return end;
  }

  /** IDENTITY(seed, step). */
  private int identity(int i) {
    boolean isGenerated = sql.hasWords(i - 1, "AS");
    sql.replace(i, isGenerated ? "IDENTITY" : "GENERATED ALWAYS AS IDENTITY");
    sql.replace(i + 1, " (START WITH ");
    int end = sql.afterParentheses(i + 1);
    for (int n = i + 2; n < end; n++) {
      if (sql.hasSymbol(n, ",")) {
        sql.replace(n, " INCREMENT BY ");
      }
    }
    return end;
  }

  private void type(int i) {
    boolean hasLength = sql.hasSymbol(i + 1, "(");
    switch (sql.keyword(i)) {
      case "VARCHAR", "NVARCHAR" -> sql.replace(i, hasLength ? "VARCHAR" : "VARCHAR(256)");
      case "TEXT" -> sql.replace(i, "VARCHAR(256)");
      case "BPCHAR" -> sql.replace(i, "CHAR(256)");
      case "NCHAR" -> sql.replace(i, "CHAR");
      case "SUPER" -> sql.replace(i, "jsonb");
      case "CHARACTER" -> {
        if (sql.hasWords(i + 1, "VARYING") && !sql.hasSymbol(i + 2, "(")) {
          sql.append(i + 1, "(256)");
        }
      }
      case "VARBYTE", "VARBINARY" -> {
        sql.replace(i, "bytea");
        sql.drop(i + 1, hasLength ? sql.afterParentheses(i + 1) : i + 1);
      }
      default -> {}
    }
  }

  /** False when PostgreSQL has nothing to do. */
  private boolean alter(int afterTable) throws SqlFault {
    int i = sql.afterName(afterTable);
    switch (sql.keyword(i)) {
      case "APPEND" ->
          throw SqlFault.notSupported(
              "ALTER TABLE APPEND is not imitated by the Redshift stand-in; use INSERT INTO ... SELECT");
      case "ADD" -> {
        int column = sql.hasWords(i + 1, "COLUMN") ? i + 2 : i + 1;
        if (isConstraint(column)) {
          return false;
        }
        column(column, sql.size());
      }
      case "ALTER" -> {
        return alterColumn(i + 1);
      }
      case "DROP" -> {
        return !sql.hasWords(i + 1, "CONSTRAINT");
      }
      default -> {}
    }
    return true;
  }

  private boolean alterColumn(int i) {
    int attribute = sql.hasWords(i, "COLUMN") ? i + 2 : i;
    if (LAYOUT.contains(sql.keyword(attribute))) {
      return false;
    }
    if (sql.hasWords(attribute, "TYPE")) {
      type(attribute + 1);
    }
    return true;
  }
}
