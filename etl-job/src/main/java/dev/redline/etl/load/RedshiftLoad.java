package dev.redline.etl.load;

import dev.redline.etl.JobSpec;
import dev.redline.etl.RowCounts;
import dev.redline.etl.storage.ParquetFolder;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.apache.hadoop.conf.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings staged files into the table in one transaction. Either everything is there, audit row
 * included, or nothing is; a run that is there already is left alone.
 *
 * <p>A conflict with another transaction and a lost connection are tried again, a bounded number of
 * times; nothing else is. Every try begins by reading the audit row under the lock, so that an
 * earlier one whose COMMIT was not answered is found where it succeeded, and never done twice.
 */
public final class RedshiftLoad {
  private static final Logger LOG = LoggerFactory.getLogger(RedshiftLoad.class);

  private final Redshift redshift;
  private final JobSpec spec;
  private final RedshiftSql sql;
  private final AuditTable audit;
  private final Clock clock;
  private final Backoff backoff;
  private final Backoff.Pause pause;

  /** The load of one run. */
  public RedshiftLoad(Redshift redshift, JobSpec spec, String runId, Clock clock) {
    this(redshift, spec, runId, clock, Backoff.DEFAULT, Backoff.Pause.SLEEP);
  }

  RedshiftLoad(
      Redshift redshift,
      JobSpec spec,
      String runId,
      Clock clock,
      Backoff backoff,
      Backoff.Pause pause) {
    this.redshift = redshift;
    this.spec = spec;
    this.sql = new RedshiftSql(spec, runId);
    this.audit = new AuditTable(spec, runId, sql);
    this.clock = clock;
    this.backoff = backoff;
    this.pause = pause;
  }

  /** What a load came to; {@code isRepeat} when the run had been loaded before. */
  public record Outcome(LoadRecord load, boolean isRepeat) {}

  /** COMMIT was sent and not answered. */
  private static final class CommitUnknown extends SQLException {
    private static final long serialVersionUID = 1L;

    CommitUnknown(SQLException cause) {
      super(cause.getMessage(), cause.getSQLState(), cause);
    }
  }

  /**
   * Loads the files.
   *
   * @param counts of the run so far; COPY's own count is compared with them before the commit
   * @throws SQLException when the load failed; the table is as it was, unless the message says that
   *     the outcome is not known
   */
  public Outcome run(ParquetFolder staged, RowCounts counts, Instant started, Configuration hadoop)
      throws SQLException, IOException, InterruptedException {
    boolean isCommitUnknown = false;
    for (int tried = 1; ; tried++) {
      try {
        Outcome outcome = attempt(staged, counts, started, hadoop);
        return new Outcome(outcome.load(), outcome.isRepeat() && !isCommitUnknown);
      } catch (SQLException e) {
        isCommitUnknown |= e instanceof CommitUnknown;
        boolean goesOn = e instanceof CommitUnknown || FailureKind.of(e).isWorthAnotherTry();
        if (!goesOn || tried == backoff.tries()) {
          throw isCommitUnknown ? unknown(e) : e;
        }
        Duration wait = backoff.after(tried, RandomGenerator.getDefault());
        LOG.warn(
            "the load failed ({}), try {} of {} follows in {} ms{}",
            e.getMessage(),
            tried + 1,
            backoff.tries(),
            wait.toMillis(),
            isCommitUnknown ? "; COMMIT was not answered, the audit table will tell" : "");
        pause.of(wait);
      }
    }
  }

  /**
   * What the audit table holds of this run.
   *
   * @throws SQLException when it cannot be asked
   */
  public Optional<LoadRecord> find() throws SQLException {
    try (Connection connection = redshift.connect()) {
      return audit.find(connection);
    }
  }

  private Outcome attempt(
      ParquetFolder staged, RowCounts counts, Instant started, Configuration hadoop)
      throws SQLException, IOException {
    Connection connection = redshift.connect();
    try {
      LoadTransaction transaction = new LoadTransaction(connection, sql, spec);
      Optional<LoadRecord> before = transaction.begin(audit);
      if (before.isPresent()) {
        connection.rollback();
        return new Outcome(before.get(), true);
      }
      // Only now: where the run is loaded already, its files may be gone.
      String manifest = new Manifest(staged).write(hadoop);
      LoadRecord load = transaction.merge(manifest, staged, counts);
      try (CriticalSection section = CriticalSection.enter("the commit into Redshift")) {
        audit.insert(connection, load, started, clock);
        commit(connection);
      }
      return new Outcome(load, false);
    } catch (SQLException | IOException | RuntimeException e) {
      rollback(connection, e);
      throw e;
    } finally {
      close(connection);
    }
  }

  private static void commit(Connection connection) throws SQLException {
    try {
      connection.commit();
    } catch (SQLException e) {
      // Refused by the server is refused; anything else may have been done.
      throw FailureKind.of(e) == FailureKind.CONFLICT ? e : new CommitUnknown(e);
    }
  }

  private static void rollback(Connection connection, Exception cause) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }

  /** The outcome is decided by now: a connection that cannot be closed changes nothing. */
  private static void close(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      LOG.debug("the connection did not close", e);
    }
  }

  private SQLException unknown(SQLException e) {
    return new SQLException(
        "whether the load was committed is not known: COMMIT was not answered, and "
            + redshift
            + " cannot be asked ("
            + e.getMessage()
            + "). Run the job again with the same inputs: it finds out, and loads nothing twice",
        e.getSQLState(),
        e);
  }
}
