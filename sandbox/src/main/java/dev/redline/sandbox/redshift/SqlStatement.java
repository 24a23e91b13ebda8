package dev.redline.sandbox.redshift;

import dev.redline.sandbox.redshift.SqlToken.Kind;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * One statement under edit: its meaningful tokens by number, each to be kept, dropped or replaced,
 * with spaces and comments left where they were. Numbers past the end name an empty token.
 */
final class SqlStatement {

  private static final SqlToken END = new SqlToken(Kind.SPACE, "");

  private final List<SqlToken> tokens;
  private final int[] meaningful;
  private final String[] texts;

  SqlStatement(List<SqlToken> tokens) {
    this.tokens = tokens;
    this.meaningful =
        IntStream.range(0, tokens.size()).filter(i -> !tokens.get(i).isBlank()).toArray();
    this.texts = tokens.stream().map(SqlToken::text).toArray(String[]::new);
  }

  int size() {
    return meaningful.length;
  }

  SqlToken token(int number) {
    return number < meaningful.length ? tokens.get(meaningful[number]) : END;
  }

  /** Whether the words from this token on are these, whatever their case. */
  boolean hasWords(int number, String words) {
    int i = number;
    for (String word : words.split(" ")) {
      if (!token(i++).isWord(word)) {
        return false;
      }
    }
    return true;
  }

  boolean hasSymbol(int number, String symbol) {
    return token(number).isSymbol(symbol);
  }

  void replace(int number, String text) {
    texts[meaningful[number]] = text;
  }

  void append(int number, String text) {
    texts[meaningful[number]] += text;
  }

  /** Drops the tokens from one number up to, not including, another. */
  void drop(int from, int to) {
    for (int i = from; i < Math.min(to, size()); i++) {
      replace(i, "");
    }
  }

  /** The number after a name such as {@code schema.table} that starts here. */
  int afterName(int number) {
    int i = number + 1;
    while (hasSymbol(i, ".")) {
      i += 2;
    }
    return i;
  }

  /** The number after the parenthesis that closes the one here. */
  int afterParentheses(int open) {
    int depth = 0;
    for (int i = open; i < size(); i++) {
      depth += hasSymbol(i, "(") ? 1 : hasSymbol(i, ")") ? -1 : 0;
      if (depth == 0) {
        return i + 1;
      }
    }
    return size();
  }

  String keyword(int number) {
    SqlToken token = token(number);
    return token.kind() == Kind.WORD ? token.text().toUpperCase(Locale.ROOT) : "";
  }

  String text() {
    return String.join("", texts);
  }
}
