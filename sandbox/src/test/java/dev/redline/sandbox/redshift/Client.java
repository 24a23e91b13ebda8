package dev.redline.sandbox.redshift;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** A connection made by the real Redshift driver. */
record Client(Connection connection) implements AutoCloseable {

  static Client of(RedshiftStandIn standIn) throws SQLException {
    return new Client(
        DriverManager.getConnection(standIn.jdbcUrl(), standIn.user(), standIn.password()));
  }

  void run(String... statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** The rows of a query, columns joined by "|". */
  List<String> rows(String query) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          row.add(String.valueOf(result.getString(i)));
        }
        rows.add(String.join("|", row));
      }
    }
    return rows;
  }

  String value(String query) throws SQLException {
    return rows(query).get(0);
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
