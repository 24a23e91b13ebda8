package dev.redline.sandbox.redshift;

/**
 * A piece of SQL text; the texts of all tokens joined give the text back, character for character.
 */
record SqlToken(Kind kind, String text) {

  enum Kind {
    SPACE,
    COMMENT,
    WORD,
    QUOTED_NAME,
    STRING,
    NUMBER,
    PARAMETER,
    SYMBOL
  }

  boolean isBlank() {
    return kind == Kind.SPACE || kind == Kind.COMMENT;
  }

  boolean isWord(String keyword) {
    return kind == Kind.WORD && text.equalsIgnoreCase(keyword);
  }

  boolean isSymbol(String symbol) {
    return kind == Kind.SYMBOL && text.equals(symbol);
  }

  boolean isName() {
    return kind == Kind.WORD || kind == Kind.QUOTED_NAME;
  }

  boolean isPlainString() {
    return kind == Kind.STRING && text.startsWith("'");
  }

  /** The identifier as Redshift keeps it: unquoted, in lower case. */
  String name() {
    String bare =
        kind == Kind.QUOTED_NAME
            ? text.substring(1, text.length() - 1).replace("\"\"", "\"")
            : text;
    return lowerAscii(bare);
  }

  /** The value of a plain string literal. */
  String value() {
    return text.substring(1, text.length() - 1).replace("''", "'");
  }

  private static String lowerAscii(String text) {
    StringBuilder lower = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      lower.append(c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c);
    }
    return lower.toString();
  }
}
