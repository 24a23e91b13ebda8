package dev.redline.etl.load;

import dev.redline.etl.JobSpec;
import dev.redline.etl.RowCounts;
import dev.redline.etl.storage.ParquetFolder;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The statements of one load on one connection, up to its commit. None of them commits by itself,
 * as TRUNCATE or ALTER TABLE APPEND would.
 */
final class LoadTransaction {
  private static final Logger LOG = LoggerFactory.getLogger(LoadTransaction.class);

  private final Connection connection;
  private final RedshiftSql sql;
  private final JobSpec spec;

  LoadTransaction(Connection connection, RedshiftSql sql, JobSpec spec) {
    this.connection = connection;
    this.sql = sql;
    this.spec = spec;
  }

  /**
   * What was loaded before under this run's id. The lock comes first: the snapshot is taken by the
   * first query, and two runs of one id must not both find the row missing. It also waits for a
   * transaction of an earlier attempt whose end is not known.
   */
  Optional<LoadRecord> begin(AuditTable audit) throws SQLException {
    execute(sql.useUtc());
    connection.setAutoCommit(false);
    execute(sql.lockAudit());
    return audit.find(connection);
  }

  /** Brings the staged rows into the table. */
  LoadRecord merge(String manifest, ParquetFolder staged, RowCounts counts) throws SQLException {
    execute(sql.createStage());
    // COPY refuses a manifest without entries.
    long copied = counts.kept() == 0 ? 0 : copy(manifest);
    counts.requireCopied(copied);
    requireLoadable();
    long stale = execute(sql.deleteStale());
    long replaced = execute(sql.deleteReplaced());
    long inserted = execute(sql.insert());
    require(
        inserted == copied - stale,
        "inserted rows " + inserted + " are not copied " + copied + " - stale " + stale);
    return new LoadRecord(
        counts.raw(),
        counts.rejected(),
        counts.duplicates(),
        copied,
        stale,
        replaced,
        inserted,
        staged.files().size(),
        staged.lengthBytes());
  }

  private long copy(String manifest) throws SQLException {
    try {
      execute(sql.copy(manifest));
    } catch (SQLException e) {
      if (FailureKind.of(e) != FailureKind.FINAL) {
        throw e;
      }
      connection.rollback();
      throw LoadErrors.explained(connection, e);
    }
    return number(sql.lastCopyCount());
  }

  /**
   * Keys that differ for Spark may be one key there: in a column of its own collation Redshift
   * ignores case, and nothing told before. It would also fail on JSON that it cannot parse without
   * naming the column.
   */
  private void requireLoadable() throws SQLException {
    long twice = number(sql.countRepeatedKeys());
    require(
        twice == 0,
        twice
            + " key(s) of "
            + String.join(", ", spec.targetKey())
            + " are there more than once as Redshift compares them, which ignores case in columns"
            + " with COLLATE CASE_INSENSITIVE; make the column CASE_SENSITIVE, or the key one case"
            + " in what is read");
    for (String column : sql.superColumns()) {
      long bad = number(sql.countUnparsable(column));
      require(
          bad == 0,
          bad + " row(s) of column " + column + " hold no JSON that Redshift can parse as SUPER");
    }
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalStateException(otherwise + ": nothing was committed");
    }
  }

  private long number(String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }

  private long execute(String text) throws SQLException {
    LOG.debug("{}", text);
    try (Statement statement = connection.createStatement()) {
      return statement.executeUpdate(text);
    }
  }
}
