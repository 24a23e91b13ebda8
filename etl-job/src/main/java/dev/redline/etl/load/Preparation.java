package dev.redline.etl.load;

import dev.redline.etl.InputError;
import dev.redline.etl.JobSpec;
import dev.redline.etl.JobSpec.TargetColumn;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the tables before any work is done: they exist or are created, the target has the spec's
 * columns, the user may do what a load does, and the same run has perhaps been loaded before. Runs
 * outside the load's transaction, since Redshift widens a column only there.
 */
public final class Preparation {
  private static final Logger LOG = LoggerFactory.getLogger(Preparation.class);
  private static final String MAY_NOT = "42501";
  private static final String NO_SUCH_SCHEMA = "3F000";

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
   * @throws InputError when a table is missing and may not be created, does not fit the spec, or
   *     may not be written
   */
  public Optional<LoadRecord> run() throws SQLException {
    try (Connection connection = redshift.connect()) {
      requireTable(connection, spec.target().table(), sql.createTarget());
      requireTable(connection, spec.target().auditTable(), sql.createAudit());
      requirePrivileges(connection);
      fit(connection);
      return audit.find(connection);
    }
  }

  /**
   * How many files the cluster loads at once. A Serverless workgroup does not say, which counts as
   * one.
   */
  public int slices() throws SQLException {
    try (Connection connection = redshift.connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(RedshiftSql.countSlices())) {
      row.next();
      return Math.max(1, row.getInt(1));
    } catch (SQLException e) {
      if (FailureKind.of(e) != FailureKind.FINAL) {
        throw e;
      }
      LOG.debug("{} does not tell its slices", redshift, e);
      return 1;
    }
  }

  private void requireTable(Connection connection, String table, String ddl) throws SQLException {
    if (!shape(connection, table).isAbsent()) {
      return;
    }
    if (!spec.target().createIfMissing()) {
      throw new InputError(
          "table "
              + qualified(table)
              + " does not exist at "
              + redshift
              + ", or the user may not see it: create it, grant it, or set target.createIfMissing"
              + " to true; it would be: "
              + ddl);
    }
    change(connection, ddl);
  }

  private void requirePrivileges(Connection connection) throws SQLException {
    List<String> lacking = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql.privileges())) {
      while (row.next()) {
        if (!row.getBoolean(2)) {
          lacking.add(row.getString(1));
        }
      }
    }
    if (!lacking.isEmpty()) {
      throw new InputError(
          "the user of connection lacks at "
              + redshift
              + ": "
              + String.join(", ", lacking)
              + "; grant it, a load needs them all");
    }
  }

  private void fit(Connection connection) throws SQLException {
    SchemaDiff diff = diff(connection);
    if (diff.isSame()) {
      warnOfUnloaded(diff);
      return;
    }
    if (!diff.conflicts().isEmpty() || !spec.target().evolveSchema()) {
      throw new InputError(
          "table "
              + spec.target().qualifiedName()
              + " does not fit target.columns:\n  "
              + String.join("\n  ", diff.lines(sql))
              + "\nchange the table or the spec"
              + (diff.conflicts().isEmpty()
                  ? ", or set target.evolveSchema to true and the job does it"
                  : ""));
    }
    for (TargetColumn column : diff.missing()) {
      change(connection, sql.addColumn(column));
    }
    for (TargetColumn column : diff.narrow()) {
      change(connection, sql.widenColumn(column));
    }
    warnOfUnloaded(diff);
  }

  private void warnOfUnloaded(SchemaDiff diff) {
    if (!diff.unloaded().isEmpty()) {
      LOG.warn(
          "table {} has columns that the spec does not load: {}; they are NULL or their default in"
              + " every row that a load replaces",
          spec.target().qualifiedName(),
          String.join(", ", diff.unloaded()));
    }
  }

  private SchemaDiff diff(Connection connection) throws SQLException {
    return SchemaDiff.of(spec.target(), spec.targetKey(), shape(connection, spec.target().table()));
  }

  private TableShape shape(Connection connection, String table) throws SQLException {
    return TableShape.read(connection, spec.target().schema(), table);
  }

  /** Changes a table; a rival that has just done the same is no reason to fail. */
  private void change(Connection connection, String ddl) throws SQLException {
    LOG.info("{}", ddl);
    try (Statement statement = connection.createStatement()) {
      statement.execute(ddl);
    } catch (SQLException e) {
      String state = String.valueOf(e.getSQLState());
      if (state.equals(MAY_NOT) || state.equals(NO_SUCH_SCHEMA)) {
        throw new InputError(
            "the user of connection may not do this at "
                + redshift
                + ": "
                + ddl
                + " ("
                + e.getMessage()
                + "); do it by hand, or grant it",
            e);
      }
      if (isDone(connection, ddl)) {
        return;
      }
      throw e;
    }
  }

  private boolean isDone(Connection connection, String ddl) throws SQLException {
    if (ddl.equals(sql.createAudit())) {
      return !shape(connection, spec.target().auditTable()).isAbsent();
    }
    if (shape(connection, spec.target().table()).isAbsent()) {
      return false;
    }
    SchemaDiff diff = diff(connection);
    return diff.missing().stream().map(sql::addColumn).noneMatch(ddl::equals)
        && diff.narrow().stream().map(sql::widenColumn).noneMatch(ddl::equals);
  }

  private String qualified(String table) {
    return spec.target().schema() + "." + table;
  }
}
