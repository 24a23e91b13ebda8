package dev.redline.etl.load;

import dev.redline.etl.JobSpec;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * The table of finished loads. A row is written in the transaction that loads, so that it is there
 * exactly when the data is.
 */
final class AuditTable {
  private final JobSpec spec;
  private final String runId;
  private final RedshiftSql sql;

  AuditTable(JobSpec spec, String runId, RedshiftSql sql) {
    this.spec = spec;
    this.runId = runId;
    this.sql = sql;
  }

  Optional<LoadRecord> find(Connection connection) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(sql.selectAudit())) {
      query.setString(1, spec.name());
      query.setString(2, runId);
      try (ResultSet row = query.executeQuery()) {
        return row.next() ? Optional.of(record(row)) : Optional.empty();
      }
    }
  }

  void insert(Connection connection, LoadRecord load, Instant started, Clock clock)
      throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(sql.insertAudit())) {
      insert.setString(1, spec.name());
      insert.setString(2, runId);
      insert.setString(3, spec.target().qualifiedName());
      insert.setLong(4, load.rawRows());
      insert.setLong(5, load.rejectedRows());
      insert.setLong(6, load.duplicateRows());
      insert.setLong(7, load.copiedRows());
      insert.setLong(8, load.staleRows());
      insert.setLong(9, load.replacedRows());
      insert.setLong(10, load.insertedRows());
      insert.setInt(11, load.stagedFiles());
      insert.setLong(12, load.stagedBytes());
      insert.setObject(13, utc(started));
      insert.setObject(14, utc(clock.instant()));
      insert.executeUpdate();
    }
  }

  private static LocalDateTime utc(Instant instant) {
    return LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
  }

  private static LoadRecord record(ResultSet row) throws SQLException {
    return new LoadRecord(
        row.getLong(1),
        row.getLong(2),
        row.getLong(3),
        row.getLong(4),
        row.getLong(5),
        row.getLong(6),
        row.getLong(7),
        row.getInt(8),
        row.getLong(9));
  }
}
