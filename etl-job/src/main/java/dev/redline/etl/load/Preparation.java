package dev.redline.etl.load;

import dev.redline.etl.InputError;
import dev.redline.etl.JobSpec;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/**
 * Looks at the tables before any work is done: they exist or are created, the target has the spec's
 * columns, and the same run has perhaps been loaded before. Runs outside the load's transaction.
 */
public final class Preparation {
  private static final String NO_SUCH_TABLE = "42P01";
  private static final String NO_SUCH_COLUMN = "42703";

  private final Redshift redshift;
  private final JobSpec spec;
  private final RedshiftSql sql;
  private final AuditTable audit;

  /** Prepares one run. */
  public Preparation(Redshift redshift, JobSpec spec, String runId) {
    this.redshift = redshift;
    this.spec = spec;
    this.sql = new RedshiftSql(spec, runId);
    this.audit = new AuditTable(spec, runId, sql);
  }

  /**
   * Prepares the tables.
   *
   * @return what an earlier run with the same inputs and spec loaded, if there was one
   * @throws InputError when a table or column is missing and may not be created
   */
  public Optional<LoadRecord> run() throws SQLException {
    try (Connection connection = redshift.connect()) {
      requireTarget(connection);
      return findAudit(connection);
    }
  }

  private void requireTarget(Connection connection) throws SQLException {
    try {
      execute(connection, sql.probeTarget());
    } catch (SQLException e) {
      if (NO_SUCH_COLUMN.equals(e.getSQLState())) {
        throw new InputError(
            "table "
                + table(spec.target().table())
                + " lacks a column of target.columns ("
                + e.getMessage()
                + "): add it to the table or take it out of the spec",
            e);
      }
      createOrExplain(connection, e, spec.target().table(), sql.createTarget());
    }
  }

  private Optional<LoadRecord> findAudit(Connection connection) throws SQLException {
    try {
      return audit.find(connection);
    } catch (SQLException e) {
      createOrExplain(connection, e, spec.target().auditTable(), sql.createAudit());
      return audit.find(connection);
    }
  }

  private void createOrExplain(Connection connection, SQLException e, String table, String ddl)
      throws SQLException {
    if (!NO_SUCH_TABLE.equals(e.getSQLState())) {
      throw e;
    }
    if (!spec.target().createIfMissing()) {
      throw new InputError(
          "table "
              + table(table)
              + " does not exist at "
              + redshift
              + ": create it or set target.createIfMissing to true; it would be: "
              + ddl,
          e);
    }
    execute(connection, ddl);
  }

  private String table(String name) {
    return spec.target().schema() + "." + name;
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
