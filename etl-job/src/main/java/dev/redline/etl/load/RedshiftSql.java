package dev.redline.etl.load;

import dev.redline.etl.JobSpec;
import dev.redline.etl.JobSpec.TargetColumn;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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

  /**
   * Times are UTC, also where the table keeps a zone with them and the user or the cluster has one
   * of its own.
   */
  String useUtc() {
    return "SET timezone TO 'UTC'";
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
        + " ("
        + String.join(", ", auditColumns())
        + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
  }

  /** In the order in which {@link #insertAudit} takes their values. */
  List<String> auditColumns() {
    return List.of(
        "job",
        "run_id",
        "target",
        "rows_raw",
        "rows_rejected",
        "rows_duplicate",
        "rows_copied",
        "rows_stale",
        "rows_replaced",
        "rows_inserted",
        "staged_files",
        "staged_bytes",
        "started_at",
        "loaded_at");
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

  /** With the keys Redshift plans by; it enforces none of them. */
  String createTarget() {
    List<String> key = spec.targetKey();
    String columns =
        spec.target().columns().stream()
            .map(column -> definition(column, key.contains(column.name())))
            .collect(Collectors.joining(", "));
    String distribution =
        spec.target().distKey().isEmpty()
            ? ""
            : " DISTKEY (" + identifier(spec.target().distKey()) + ")";
    String sorting =
        spec.target().sortKey().isEmpty()
            ? ""
            : " SORTKEY (" + identifiers(spec.target().sortKey()) + ")";
    return "CREATE TABLE IF NOT EXISTS "
        + target
        + " ("
        + columns
        + ", PRIMARY KEY ("
        + identifiers(key)
        + "))"
        + distribution
        + sorting;
  }

  String addColumn(TargetColumn column) {
    return "ALTER TABLE "
        + target
        + " ADD COLUMN "
        + identifier(column.name())
        + " "
        + column.type().ddl();
  }

  String widenColumn(TargetColumn column) {
    return "ALTER TABLE "
        + target
        + " ALTER COLUMN "
        + identifier(column.name())
        + " TYPE "
        + column.type().ddl();
  }

  /** Slices that hold data (https://docs.aws.amazon.com/redshift/latest/dg/r_STV_SLICES.html). */
  static String countSlices() {
    return "SELECT count(*) FROM stv_slices WHERE type = 'D'";
  }

  /** Columns of a table by schema and name; none where the user may not see it. */
  static String describe() {
    return "SELECT column_name, data_type, character_maximum_length, numeric_precision,"
        + " numeric_scale, is_nullable, column_default FROM svv_columns WHERE table_schema = ?"
        + " AND table_name = ? ORDER BY ordinal_position";
  }

  /** Whether the schema is there and the user may create tables in it; no row where it is not. */
  static String mayCreate() {
    return "SELECT has_schema_privilege(trim(nspname), 'CREATE') FROM pg_namespace WHERE nspname ="
        + " ?";
  }

  /** Whether the user may name what is in a schema; without it no table can be asked about. */
  static String mayUse() {
    return "SELECT has_schema_privilege(trim(nspname), 'USAGE') FROM pg_namespace WHERE nspname = ?";
  }

  /** Whether the user may create tables in every schema; a grant to one of its roles. */
  static String mayCreateAnywhere() {
    return "SELECT count(*) > 0 FROM svv_system_privileges WHERE system_privilege = 'CREATE TABLE'";
  }

  /**
   * Whether the user owns a table, by schema and name, or is a superuser. HAS_TABLE_PRIVILEGE knows
   * no ALTER (https://docs.aws.amazon.com/redshift/latest/dg/r_HAS_TABLE_PRIVILEGE.html).
   */
  static String owns() {
    return "SELECT u.usesuper OR c.relowner = u.usesysid FROM pg_class c JOIN pg_namespace n ON"
        + " n.oid = c.relnamespace JOIN pg_user u ON u.usename = current_user WHERE n.nspname = ?"
        + " AND c.relname = ?";
  }

  /** Whether a relation, by schema and name, is a view. */
  static String isView() {
    return "SELECT c.relkind = 'v' FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        + " WHERE n.nspname = ? AND c.relname = ?";
  }

  /**
   * Whether there is a grant that lets the user alter a table, by schema and name. The svv_ views
   * of privileges show a user only those that reach it
   * (https://docs.aws.amazon.com/redshift/latest/dg/r_SVV_RELATION_PRIVILEGES.html).
   */
  static String mayAlterTable() {
    return "SELECT count(*) > 0 FROM svv_relation_privileges WHERE namespace_name = ? AND"
        + " relation_name = ? AND privilege_type = 'ALTER'";
  }

  /** The same for all tables of a schema. */
  static String mayAlterInSchema() {
    return "SELECT count(*) > 0 FROM svv_schema_privileges WHERE namespace_name = ? AND"
        + " privilege_type = 'ALTER'";
  }

  /** The same for every table; a grant to one of the user's roles. */
  static String mayAlterAnywhere() {
    return "SELECT count(*) > 0 FROM svv_system_privileges WHERE system_privilege = 'ALTER TABLE'";
  }

  /** How the database compares texts: {@code case_sensitive} or {@code case_insensitive}. */
  static String collation() {
    return "SELECT db_collation()";
  }

  String target() {
    return target;
  }

  String audit() {
    return audit;
  }

  /**
   * Whether the user may do to tables what a load does, and make a temporary one.
   *
   * @param tables of {@link #target()} and {@link #audit()} those that are there
   */
  String privileges(List<String> tables) {
    return tables.stream()
        .flatMap(
            table ->
                Stream.of("SELECT", "INSERT", "DELETE")
                    .map(
                        privilege ->
                            "SELECT "
                                + literal(privilege + " on table " + table.replace("\"", ""))
                                + ", has_table_privilege("
                                + literal(table)
                                + ", "
                                + literal(privilege)
                                + ")"))
        .map(question -> question + " UNION ALL ")
        .collect(
            Collectors.joining(
                "",
                "",
                "SELECT 'TEMP on the database', has_database_privilege("
                    + "current_database(), 'TEMP')"));
  }

  /** COPY's own table: the spec's columns in its order and types, whatever else the target has. */
  String createStage() {
    return "CREATE TEMP TABLE "
        + stage
        + spec.target().columns().stream()
            .map(column -> identifier(column.name()) + " " + column.type().stagedDdl())
            .collect(Collectors.joining(", ", " (", ")"));
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

  String countRepeatedKeys() {
    return "SELECT count(*) FROM (SELECT 1 FROM "
        + stage
        + " GROUP BY "
        + identifiers(spec.targetKey())
        + " HAVING count(*) > 1) AS repeated";
  }

  List<String> superColumns() {
    return spec.target().columns().stream()
        .filter(column -> column.type().isSuper())
        .map(TargetColumn::name)
        .toList();
  }

  String countUnparsable(String column) {
    String quoted = identifier(column);
    return "SELECT count(*) FROM "
        + stage
        + " WHERE "
        + quoted
        + " IS NOT NULL AND NOT can_json_parse("
        + quoted
        + ")";
  }

  String insert() {
    String values =
        spec.target().columns().stream()
            .map(
                column ->
                    column.type().isSuper()
                        ? "json_parse(" + identifier(column.name()) + ")"
                        : identifier(column.name()))
            .collect(Collectors.joining(", "));
    return "INSERT INTO " + target + " (" + columns() + ") SELECT " + values + " FROM " + stage;
  }

  private static String definition(TargetColumn column, boolean isKey) {
    return identifier(column.name()) + " " + column.type().ddl() + (isKey ? " NOT NULL" : "");
  }

  private String columns() {
    return identifiers(spec.target().columnNames());
  }

  private static String identifiers(List<String> names) {
    return names.stream().map(RedshiftSql::identifier).collect(Collectors.joining(", "));
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
