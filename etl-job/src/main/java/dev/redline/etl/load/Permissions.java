package dev.redline.etl.load;

import dev.redline.etl.JobSpec;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the user of one connection may do to the tables of a job. Asks by queries alone. */
final class Permissions {
  private static final Logger LOG = LoggerFactory.getLogger(Permissions.class);

  private final Connection connection;
  private final JobSpec spec;
  private final RedshiftSql sql;

  Permissions(Connection connection, JobSpec spec, RedshiftSql sql) {
    this.connection = connection;
    this.spec = spec;
    this.sql = sql;
  }

  /** Why no table can be created; empty when one can. */
  String hindranceToCreate() throws SQLException {
    String schema = spec.target().schema();
    try (PreparedStatement query = connection.prepareStatement(RedshiftSql.mayCreate())) {
      query.setString(1, schema);
      try (ResultSet row = query.executeQuery()) {
        if (!row.next()) {
          return "neither does schema " + schema + ": create it, or correct target.schema";
        }
        if (row.getBoolean(1) || isGranted(RedshiftSql.mayCreateAnywhere())) {
          return "";
        }
      }
    }
    return "the user of connection lacks CREATE on schema " + schema + ": grant it";
  }

  /**
   * What a load needs and the user lacks.
   *
   * @param tables those of the job that are there
   */
  List<String> lacking(List<String> tables) throws SQLException {
    String schema = spec.target().schema();
    if (!tables.isEmpty() && !isTrue(RedshiftSql.mayUse(), schema)) {
      return List.of("USAGE on schema " + schema);
    }
    List<String> lacking = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql.privileges(tables))) {
      while (row.next()) {
        if (!row.getBoolean(2)) {
          lacking.add(row.getString(1));
        }
      }
    }
    return lacking;
  }

  /**
   * Whether the target can be altered: by its owner, a superuser, or whom Redshift lists with a
   * grant of it. Where that cannot be told, the ALTER itself will tell.
   */
  boolean mayAlterTarget() throws SQLException {
    String schema = spec.target().schema();
    String table = spec.target().table();
    return isTrue(RedshiftSql.owns(), schema, table)
        || isGranted(RedshiftSql.mayAlterTable(), schema, table)
        || isGranted(RedshiftSql.mayAlterInSchema(), schema)
        || isGranted(RedshiftSql.mayAlterAnywhere());
  }

  /** Whether what has the target's name is a view. */
  boolean isTargetView() throws SQLException {
    return isTrue(RedshiftSql.isView(), spec.target().schema(), spec.target().table());
  }

  private boolean isGranted(String query, String... names) throws SQLException {
    try {
      return isTrue(query, names);
    } catch (SQLException e) {
      if (FailureKind.of(e) != FailureKind.FINAL) {
        throw e;
      }
      LOG.debug("Redshift does not answer {}", query, e);
      return true;
    }
  }

  private boolean isTrue(String query, String... names) throws SQLException {
    try (PreparedStatement asked = connection.prepareStatement(query)) {
      for (int i = 0; i < names.length; i++) {
        asked.setString(i + 1, names[i]);
      }
      try (ResultSet row = asked.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    }
  }
}
