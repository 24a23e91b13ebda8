package dev.redline.sandbox.redshift;

/** Quoting for PostgreSQL: the one place that does it. */
final class SqlText {

  private SqlText() {}

  static String literal(String value) {
    String text = value.replace("\0", "\\0");
    boolean hasBackslash = text.indexOf('\\') >= 0;
    String quoted = "'" + text.replace("'", "''") + "'";
    return hasBackslash ? " E" + quoted.replace("\\", "\\\\") : quoted;
  }

  static String identifier(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }
}
