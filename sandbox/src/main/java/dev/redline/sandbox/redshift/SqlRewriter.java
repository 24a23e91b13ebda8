package dev.redline.sandbox.redshift;

import dev.redline.sandbox.redshift.SqlToken.Kind;
import java.util.ArrayList;
import java.util.List;

/** Turns Redshift SQL into what the stand-in's PostgreSQL runs, statement by statement. */
final class SqlRewriter {

  private SqlRewriter() {}

  /** How a COPY is done: converts its files and answers the statement that loads them. */
  @FunctionalInterface
  interface Loading {
    String load(CopyStatement copy) throws SqlFault;
  }

  /** The text to run instead; a statement that cannot be run becomes one that raises its fault. */
  static String rewrite(String sql, Loading loading) {
    List<String> rewritten = new ArrayList<>();
    for (List<SqlToken> tokens : SqlTokens.statements(SqlTokens.of(sql))) {
      try {
        rewritten.add(rewrite(new SqlStatement(tokens), loading));
      } catch (SqlFault fault) {
        rewritten.add(fault.statement());
      }
    }
    return String.join(";", rewritten);
  }

  private static String rewrite(SqlStatement sql, Loading loading) throws SqlFault {
    if (sql.hasWords(0, "COPY")) {
      return loading.load(CopyStatement.parse(sql));
    }
    for (int i = 0; i < sql.size(); i++) {
      expression(sql, i);
    }
    if (isTruncate(sql) && !sql.hasWords(1, "TABLE")) {
      sql.append(0, " TABLE");
    }
    int afterTable = TableDdl.afterTable(sql);
    return afterTable == 0 ? sql.text() : TableDdl.rewrite(sql, afterTable);
  }

  /** Whether a text is one TRUNCATE, after which Redshift commits. */
  static boolean isTruncate(String sql) {
    return SqlTokens.statements(SqlTokens.of(sql)).stream()
        .map(SqlStatement::new)
        .anyMatch(SqlRewriter::isTruncate);
  }

  private static boolean isTruncate(SqlStatement sql) {
    return sql.hasWords(0, "TRUNCATE");
  }

  private static void expression(SqlStatement sql, int i) {
    SqlToken token = sql.token(i);
    if (token.kind() == Kind.QUOTED_NAME) {
      sql.replace(i, SqlText.identifier(token.name()));
    } else if (token.isWord("VARCHAR") && sql.hasSymbol(i + 1, "(") && sql.hasWords(i + 2, "MAX")) {
      sql.replace(i + 2, "65535");
    } else if (token.isWord("SYSDATE") && !isQualified(sql, i)) {
      sql.replace(i, "redshift_stand_in.sysdate()");
    } else if (token.isWord("NVL") && sql.hasSymbol(i + 1, "(") && !isQualified(sql, i)) {
      sql.replace(i, "COALESCE");
    }
  }

  private static boolean isQualified(SqlStatement sql, int i) {
    return i > 0 && sql.hasSymbol(i - 1, ".");
  }
}
