package dev.redline.sandbox.redshift;

import dev.redline.sandbox.redshift.SqlToken.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts SQL text into tokens, so that a rewrite never looks inside a literal, a quoted name or a
 * comment. Text that ends inside one of these becomes one last token; the server then complains.
 */
final class SqlTokens {

  private final String sql;
  private final List<SqlToken> tokens = new ArrayList<>();
  private int at;

  private SqlTokens(String sql) {
    this.sql = sql;
  }

  static List<SqlToken> of(String sql) {
    SqlTokens tokenizer = new SqlTokens(sql);
    while (tokenizer.at < sql.length()) {
      tokenizer.next();
    }
    return tokenizer.tokens;
  }

  /** The statements between semicolons, without them; empty ones are kept so that text survives. */
  static List<List<SqlToken>> statements(List<SqlToken> tokens) {
    List<List<SqlToken>> statements = new ArrayList<>();
    List<SqlToken> current = new ArrayList<>();
    for (SqlToken token : tokens) {
      if (token.isSymbol(";")) {
        statements.add(current);
        current = new ArrayList<>();
      } else {
        current.add(token);
      }
    }
    statements.add(current);
    return statements;
  }

  static String text(List<SqlToken> tokens) {
    StringBuilder text = new StringBuilder();
    tokens.forEach(token -> text.append(token.text()));
    return text.toString();
  }

  private void next() {
    char c = sql.charAt(at);
    if (Character.isWhitespace(c)) {
      take(Kind.SPACE, endWhile(at, Character::isWhitespace));
    } else if (sql.startsWith("--", at)) {
      take(Kind.COMMENT, endOfLine());
    } else if (sql.startsWith("/*", at)) {
      take(Kind.COMMENT, endOfBlockComment());
    } else if (c == '\'') {
      take(Kind.STRING, endOfQuoted(at, '\'', false));
    } else if (c == '"') {
      take(Kind.QUOTED_NAME, endOfQuoted(at, '"', false));
    } else if ((c == 'E' || c == 'e') && sql.startsWith("'", at + 1)) {
      take(Kind.STRING, endOfQuoted(at + 1, '\'', true));
    } else if (c == '$') {
      dollar();
    } else if (isWordStart(c)) {
      take(Kind.WORD, endWhile(at, SqlTokens::isWordPart));
    } else if (Character.isDigit(c)) {
      take(Kind.NUMBER, endWhile(at, part -> isWordPart(part) || part == '.'));
    } else {
      take(Kind.SYMBOL, at + 1);
    }
  }

  private void take(Kind kind, int end) {
    tokens.add(new SqlToken(kind, sql.substring(at, end)));
    at = end;
  }

  private void dollar() {
    int tagEnd = endWhile(at + 1, SqlTokens::isWordPartButDollar);
    boolean isParameter = tagEnd > at + 1 && Character.isDigit(sql.charAt(at + 1));
    if (isParameter) {
      take(Kind.PARAMETER, tagEnd);
    } else if (sql.startsWith("$", tagEnd)) {
      String tag = sql.substring(at, tagEnd + 1);
      int close = sql.indexOf(tag, tagEnd + 1);
      take(Kind.STRING, close < 0 ? sql.length() : close + tag.length());
    } else {
      take(Kind.SYMBOL, at + 1);
    }
  }

  private int endOfLine() {
    return endWhile(at, c -> c != '\n');
  }

  /** Block comments nest in PostgreSQL. */
  private int endOfBlockComment() {
    int depth = 0;
    int i = at;
    while (i < sql.length()) {
      if (sql.startsWith("/*", i)) {
        depth++;
        i += 2;
      } else if (sql.startsWith("*/", i)) {
        depth--;
        i += 2;
        if (depth == 0) {
          return i;
        }
      } else {
        i++;
      }
    }
    return sql.length();
  }

  private int endOfQuoted(int start, char quote, boolean backslashEscapes) {
    int i = start + 1;
    while (i < sql.length()) {
      char c = sql.charAt(i);
      if (c == '\\' && backslashEscapes) {
        i += 2;
      } else if (c != quote) {
        i++;
      } else if (i + 1 < sql.length() && sql.charAt(i + 1) == quote) {
        i += 2;
      } else {
        return i + 1;
      }
    }
    return sql.length();
  }

  private int endWhile(int start, CharTest test) {
    int i = start;
    while (i < sql.length() && test.holds(sql.charAt(i))) {
      i++;
    }
    return i;
  }

  private static boolean isWordStart(char c) {
    return Character.isLetter(c) || c == '_' || c >= 0x80;
  }

  private static boolean isWordPart(char c) {
    return isWordPartButDollar(c) || c == '$';
  }

  private static boolean isWordPartButDollar(char c) {
    return isWordStart(c) || Character.isDigit(c);
  }

  @FunctionalInterface
  private interface CharTest {
    boolean holds(char c);
  }
}
