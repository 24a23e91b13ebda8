package dev.redline.etl;

import dev.redline.sandbox.redshift.RedshiftStandIn;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * The tables of a stand-in, as its administrator sees them, each call on a connection of its own.
 */
public final class Tables {
  private Tables() {}

  /** Executes statements, one after another. */
  public static void run(RedshiftStandIn redshift, String... statements) throws SQLException {
    try (Connection connection = connect(redshift);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** A query's rows, their values as the driver writes them, parted by a bar. */
  public static List<String> rows(RedshiftStandIn redshift, String query) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Connection connection = connect(redshift);
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          row.add(result.getString(i));
        }
        rows.add(String.join("|", row));
      }
    }
    return rows;
  }

  /** A connection that the caller closes. */
  public static Connection connect(RedshiftStandIn redshift) throws SQLException {
    return DriverManager.getConnection(redshift.jdbcUrl(), redshift.user(), redshift.password());
  }
}
