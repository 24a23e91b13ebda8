package dev.redline.sandbox.redshift;

/**
 * An error the client is to see as if the server had raised it: message, detail and SQLSTATE.
 * Raising it inside the server aborts the client's transaction exactly as a real error would.
 */
final class SqlFault extends Exception {

  private static final long serialVersionUID = 1L;

  private static final String SYNTAX_ERROR = "42601";
  private static final String NOT_SUPPORTED = "0A000";
  private static final String INTERNAL_ERROR = "XX000";

  private final String sqlState;
  private final String detail;

  private SqlFault(String sqlState, String message, String detail) {
    super(message);
    this.sqlState = sqlState;
    this.detail = detail;
  }

  static SqlFault syntax(String message) {
    return new SqlFault(SYNTAX_ERROR, message, "");
  }

  static SqlFault notSupported(String message) {
    return new SqlFault(NOT_SUPPORTED, message, "");
  }

  /** A failure to read what COPY names. */
  static SqlFault load(String message, String detail) {
    return new SqlFault(INTERNAL_ERROR, message, detail);
  }

  /** The statement that raises this fault in the server. */
  String statement() {
    return "CALL redshift_stand_in.fail(%s, %s, %s)"
        .formatted(
            SqlText.literal(sqlState),
            SqlText.literal(String.valueOf(getMessage())),
            SqlText.literal(detail));
  }
}
