package dev.redline.etl.load;

import dev.redline.etl.JobSpec;
import dev.redline.etl.RowCounts;
import dev.redline.etl.storage.ParquetFolder;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings staged files into the table in one transaction. Either everything is there, audit row
 * included, or nothing is; a run that is there already is left alone. No statement of the
 * transaction commits by itself, as TRUNCATE or ALTER TABLE APPEND would.
 */
public final class RedshiftLoad {
  private static final Logger LOG = LoggerFactory.getLogger(RedshiftLoad.class);

  private final Redshift redshift;
  private final RedshiftSql sql;
  private final AuditTable audit;
  private final Clock clock;

  /** The load of one run. */
  public RedshiftLoad(Redshift redshift, JobSpec spec, String runId, Clock clock) {
    this.redshift = redshift;
    this.sql = new RedshiftSql(spec, runId);
    this.audit = new AuditTable(spec, runId, sql);
    this.clock = clock;
  }

  /** What a load came to; {@code isRepeat} when the run had been loaded before. */
  public record Outcome(LoadRecord load, boolean isRepeat) {}

  /**
   * Loads the files.
   *
   * @param counts of the run so far; COPY's own count is compared with them before the commit
   */
  public Outcome run(ParquetFolder staged, RowCounts counts, Instant started, Configuration hadoop)
      throws SQLException, IOException {
    String manifest = new Manifest(staged).write(hadoop);
    try (CriticalSection section = CriticalSection.enter("the load into Redshift");
        Connection connection = redshift.connect()) {
      connection.setAutoCommit(false);
      try {
        // The lock comes first: the snapshot is taken by the first query, and two runs of one id
        // must not both find the audit row missing.
        execute(connection, sql.lockAudit());
        Optional<LoadRecord> before = audit.find(connection);
        if (before.isPresent()) {
          connection.rollback();
          return new Outcome(before.get(), true);
        }
        LoadRecord load = merge(connection, manifest, staged, counts);
        audit.insert(connection, load, started, clock);
        commit(connection);
        return new Outcome(load, false);
      } catch (SQLException | RuntimeException e) {
        rollback(connection, e);
        throw e;
      }
    }
  }

  private LoadRecord merge(
      Connection connection, String manifest, ParquetFolder staged, RowCounts counts)
      throws SQLException {
    execute(connection, sql.createStage());
    // COPY refuses a manifest without entries.
    long copied = counts.kept() == 0 ? 0 : copy(connection, manifest);
    counts.requireCopied(copied);
    long stale = execute(connection, sql.deleteStale());
    long replaced = execute(connection, sql.deleteReplaced());
    long inserted = execute(connection, sql.insert());
    if (inserted != copied - stale) {
      throw new IllegalStateException(
          "inserted rows "
              + inserted
              + " are not copied "
              + copied
              + " - stale "
              + stale
              + ": nothing was committed");
    }
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

  private long copy(Connection connection, String manifest) throws SQLException {
    execute(connection, sql.copy(manifest));
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql.lastCopyCount())) {
      row.next();
      return row.getLong(1);
    }
  }

  /** A lost answer to COMMIT says nothing about its outcome; the audit row does. */
  private void commit(Connection connection) throws SQLException {
    try {
      connection.commit();
    } catch (SQLException lost) {
      LOG.warn("COMMIT was not confirmed ({}); asking the audit table", lost.getMessage());
      if (!isCommitted(lost)) {
        throw lost;
      }
    }
  }

  private boolean isCommitted(SQLException lost) {
    try (Connection fresh = redshift.connect()) {
      return audit.find(fresh).isPresent();
    } catch (SQLException e) {
      lost.addSuppressed(e);
      return false;
    }
  }

  private static void rollback(Connection connection, Exception cause) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }

  private static long execute(Connection connection, String sql) throws SQLException {
    LOG.debug("{}", sql);
    try (Statement statement = connection.createStatement()) {
      return statement.executeUpdate(sql);
    }
  }
}
