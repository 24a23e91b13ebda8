package dev.redline.etl.load;

import dev.redline.etl.JobSpec;
import dev.redline.etl.JobSpec.TargetColumn;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The SQL of a load, as text. COPY and DDL take no bind parameters, so quoting is the defence:
 * every identifier is quoted and every literal escaped here, whatever was checked before.
 */
final class RedshiftSql {
  private static final int STAGE_ID_LENGTH = 12;

  private final JobSpec spec;
  private final String target;
  private final String audit;
  private final String stage;

  /** SQL of one run; {@code runId} keeps its temporary table apart from everything else. */
  RedshiftSql(JobSpec spec, String runId) {
    this.spec = spec;
    this.target = identifier(spec.target().schema()) + "." + identifier(spec.target().table());
    this.audit = identifier(spec.target().schema()) + "." + identifier(spec.target().auditTable());
    this.stage = identifier("redline_stage_" + runId.substring(0, STAGE_ID_LENGTH));
  }

  String lockAudit() {
    return "LOCK TABLE " + audit;
  }

  String selectAudit() {
    return "SELECT rows_raw, rows_rejected, rows_duplicate, rows_copied, rows_stale, rows_replaced,"
        + " rows_inserted, staged_files, staged_bytes FROM "
        + audit
        + " WHERE job = ? AND run_id = ?";
  }

  String insertAudit() {
    return "INSERT INTO "
        + audit
        + " (job, run_id, target, rows_raw, rows_rejected, rows_duplicate, rows_copied, rows_stale,"
        + " rows_replaced, rows_inserted, staged_files, staged_bytes, started_at, loaded_at)"
        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
  }

  String createAudit() {
    return "CREATE TABLE IF NOT EXISTS "
        + audit
        + " (job VARCHAR(128) NOT NULL, run_id VARCHAR(64) NOT NULL, target VARCHAR(256) NOT NULL,"
        + " rows_raw BIGINT NOT NULL, rows_rejected BIGINT NOT NULL, rows_duplicate BIGINT NOT"
        + " NULL, rows_copied BIGINT NOT NULL, rows_stale BIGINT NOT NULL, rows_replaced BIGINT NOT"
        + " NULL, rows_inserted BIGINT NOT NULL, staged_files INTEGER NOT NULL, staged_bytes BIGINT"
        + " NOT NULL, started_at TIMESTAMP NOT NULL, loaded_at TIMESTAMP NOT NULL)";
  }

  String createTarget() {
    List<String> key = spec.targetKey();
    String columns =
        spec.target().columns().stream()
            .map(column -> definition(column, key.contains(column.name())))
            .collect(Collectors.joining(", "));
    return "CREATE TABLE IF NOT EXISTS " + target + " (" + columns + ")";
  }

  /** Finds nothing, and fails if the table or one of its columns is not there. */
  String probeTarget() {
    return "SELECT " + columns() + " FROM " + target + " WHERE 1 = 0";
  }

  String createStage() {
    return "CREATE TEMP TABLE " + stage + " (LIKE " + target + ")";
  }

  String copy(String manifest) {
    return "COPY "
        + stage
        + " ("
        + columns()
        + ") FROM "
        + literal(manifest)
        + " IAM_ROLE "
        + literal(spec.iamRole())
        + " FORMAT AS PARQUET MANIFEST";
  }

  String lastCopyCount() {
    return "SELECT pg_last_copy_count()";
  }

  /** Rows for which the table already has a newer one; a rerun of older data never wins. */
  String deleteStale() {
    return "DELETE FROM "
        + stage
        + " USING "
        + target
        + " WHERE "
        + sameKey()
        + " AND "
        + isNewer(spec.targetOrdering());
  }

  String deleteReplaced() {
    return "DELETE FROM " + target + " USING " + stage + " WHERE " + sameKey();
  }

  String insert() {
    return "INSERT INTO " + target + " (" + columns() + ") SELECT " + columns() + " FROM " + stage;
  }

  private static String definition(TargetColumn column, boolean isKey) {
    return identifier(column.name()) + " " + column.type().ddl() + (isKey ? " NOT NULL" : "");
  }

  private String columns() {
    return spec.target().columnNames().stream()
        .map(RedshiftSql::identifier)
        .collect(Collectors.joining(", "));
  }

  private String sameKey() {
    return spec.targetKey().stream()
        .map(RedshiftSql::identifier)
        .map(column -> target + "." + column + " = " + stage + "." + column)
        .collect(Collectors.joining(" AND "));
  }

  /** The table's row is newer: compared column by column, NULL being the oldest value. */
  private String isNewer(List<String> ordering) {
    String column = identifier(ordering.get(0));
    String theirs = target + "." + column;
    String ours = stage + "." + column;
    String greater =
        "(" + theirs + " > " + ours + " OR (" + theirs + " IS NOT NULL AND " + ours + " IS NULL))";
    if (ordering.size() == 1) {
      return greater;
    }
    String equal =
        "(" + theirs + " = " + ours + " OR (" + theirs + " IS NULL AND " + ours + " IS NULL))";
    return "("
        + greater
        + " OR ("
        + equal
        + " AND "
        + isNewer(ordering.subList(1, ordering.size()))
        + "))";
  }

  static String identifier(String name) {
    return '"' + withoutControls(name).replace("\"", "\"\"") + '"';
  }

  /** Redshift reads backslashes in literals as escapes. */
  static String literal(String text) {
    return "'" + withoutControls(text).replace("\\", "\\\\").replace("'", "''") + "'";
  }

  private static String withoutControls(String text) {
    if (text.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("control character in '" + text + "': remove it");
    }
    return text;
  }
}
