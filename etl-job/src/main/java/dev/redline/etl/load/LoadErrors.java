package dev.redline.etl.load;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Why a COPY failed, from Redshift's own records: file, line and column. Where they have nothing,
 * as for Parquet, whose errors are in the message itself, the message stands alone.
 *
 * <p>SYS_LOAD_ERROR_DETAIL covers Serverless and provisioned clusters
 * (https://docs.aws.amazon.com/redshift/latest/dg/SYS_LOAD_ERROR_DETAIL.html), STL_LOAD_ERRORS the
 * latter only (https://docs.aws.amazon.com/redshift/latest/dg/r_STL_LOAD_ERRORS.html).
 */
final class LoadErrors {
  private static final String SYS =
      "SELECT trim(file_name), line_number, trim(column_name), trim(column_type), error_code,"
          + " trim(error_message) FROM sys_load_error_detail WHERE session_id = ?"
          + " AND start_time > getdate() - interval '1 hour' ORDER BY start_time DESC, line_number"
          + " LIMIT 5";
  private static final String STL =
      "SELECT trim(filename), line_number, trim(colname), trim(type), err_code, trim(err_reason)"
          + " FROM stl_load_errors WHERE session = ?"
          + " AND starttime > getdate() - interval '1 hour' ORDER BY starttime DESC, line_number"
          + " LIMIT 5";

  private LoadErrors() {}

  /**
   * The failure with what Redshift recorded of it; the server's own message is always kept.
   *
   * @param connection on which COPY failed, rolled back
   */
  static SQLException explained(Connection connection, SQLException failure) {
    List<String> details = new ArrayList<>();
    try {
      int session = session(connection);
      for (String query : List.of(SYS, STL)) {
        if (details.isEmpty()) {
          details.addAll(rows(connection, query, session, failure));
        }
      }
    } catch (SQLException e) {
      failure.addSuppressed(e);
    }
    if (details.isEmpty()) {
      return failure;
    }
    return new SQLException(
        "COPY failed: " + failure.getMessage() + "\n  " + String.join("\n  ", details),
        failure.getSQLState(),
        failure);
  }

  private static int session(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT pg_backend_pid()")) {
      row.next();
      return row.getInt(1);
    }
  }

  private static List<String> rows(
      Connection connection, String query, int session, SQLException failure) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      statement.setInt(1, session);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          rows.add(
              "file %s, line %d, column %s (%s): %s %s"
                  .formatted(
                      row.getString(1),
                      row.getLong(2),
                      row.getString(3),
                      row.getString(4),
                      row.getString(5),
                      row.getString(6)));
        }
      }
    } catch (SQLException e) {
      failure.addSuppressed(e);
    }
    connection.rollback();
    return rows;
  }
}
