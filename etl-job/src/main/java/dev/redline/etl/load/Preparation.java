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
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tables of a run. {@link #check} looks at them before any work is done and changes nothing;
 * {@link #change} creates and evolves them, once the input is known to be good. Both run outside
 * the load's transaction, since Redshift widens a column only there.
 */
public final class Preparation {
  private static final Logger LOG = LoggerFactory.getLogger(Preparation.class);
  private static final String MAY_NOT = "42501";
  private static final String NO_SUCH_SCHEMA = "3F000";
  private static final String NO_SUCH_DATABASE = "3D000";

  private final Redshift redshift;
  private final JobSpec spec;
  private final RedshiftSql sql;
  private final AuditTable audit;

  /**
   * What the tables hold before the run.
   *
   * @param load what an earlier run with the same inputs and spec loaded, if there was one
   * @param notNull columns of the target that refuse NULL; none where it is still to be created
   */
  public record Found(Optional<LoadRecord> load, Set<String> notNull) {
    /** Defends the set against later changes. */
    public Found {
      notNull = Set.copyOf(notNull);
    }
  }

  /** Prepares one run. */
  public Preparation(Redshift redshift, JobSpec spec, String runId) {
    this.redshift = redshift;
    this.spec = spec;
    this.sql = new RedshiftSql(spec, runId);
    this.audit = new AuditTable(spec, runId, sql);
  }

  /**
   * Looks at the tables, by queries alone.
   *
   * @throws InputError with all that is in the way: a table is missing and may not be created, does
   *     not fit the spec, may not be written or changed as needed, or compares keys otherwise
   */
  public Found check() throws SQLException {
    try (Connection connection = connected()) {
      TableShape target = shape(connection, spec.target().table());
      TableShape audited = shape(connection, spec.target().auditTable());
      List<String> problems = new ArrayList<>();
      problems.addAll(absence(connection, target, spec.target().table(), sql.createTarget()));
      problems.addAll(absence(connection, audited, spec.target().auditTable(), sql.createAudit()));
      problems.addAll(lackingPrivileges(connection, present(target, audited)));
      if (!target.isAbsent()) {
        problems.addAll(viewInPlaceOfTable(connection));
        problems.addAll(misfits(diff(target)));
        problems.addAll(hindranceToEvolve(connection, diff(target)));
      }
      problems.addAll(strangerInPlaceOfAudit(audited));
      problems.addAll(collation(connection));
      if (!problems.isEmpty()) {
        throw new InputError(String.join("\n", problems));
      }
      return new Found(
          audited.isAbsent() ? Optional.empty() : audit.find(connection), target.notNull());
    }
  }

  /**
   * Creates the tables that are missing and evolves the target, as far as the spec says so.
   *
   * @throws InputError when the user may not, or somebody else changed a table since the check
   */
  public void change() throws SQLException {
    try (Connection connection = redshift.connect()) {
      create(connection, spec.target().table(), sql.createTarget());
      create(connection, spec.target().auditTable(), sql.createAudit());
      SchemaDiff diff = diff(shape(connection, spec.target().table()));
      List<String> misfits = misfits(diff);
      if (!misfits.isEmpty()) {
        throw new InputError(String.join("\n", misfits));
      }
      for (TargetColumn column : diff.missing()) {
        change(connection, sql.addColumn(column));
      }
      for (TargetColumn column : diff.narrow()) {
        change(connection, sql.widenColumn(column));
      }
      warnOfUnloaded(diff);
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

  /** What is in the way of a table that is not there. */
  private List<String> absence(Connection connection, TableShape found, String table, String ddl)
      throws SQLException {
    if (!found.isAbsent()) {
      return List.of();
    }
    String absent = "table " + qualified(table) + " does not exist at " + redshift;
    if (!spec.target().createIfMissing()) {
      return List.of(
          absent
              + ", or the user may not see it: create it, grant it, or set target.createIfMissing"
              + " to true; it would be: "
              + ddl);
    }
    String hindrance = new Permissions(connection, spec, sql).hindranceToCreate();
    return hindrance.isEmpty() ? List.of() : List.of(absent + ", and " + hindrance);
  }

  /**
   * The first connection of the run.
   *
   * @throws InputError when nobody answers at the address, or there is no such database
   */
  private Connection connected() throws SQLException {
    try {
      return redshift.connect();
    } catch (SQLException e) {
      boolean isDatabaseMissing = NO_SUCH_DATABASE.equals(e.getSQLState());
      if (!isDatabaseMissing && FailureKind.of(e) != FailureKind.CONNECTION) {
        throw e;
      }
      throw new InputError(
          redshift
              + " cannot be reached: "
              + e.getMessage()
              + "; correct connection.url, or let the job's network reach it",
          e);
    }
  }

  private List<String> viewInPlaceOfTable(Connection connection) throws SQLException {
    return new Permissions(connection, spec, sql).isTargetView()
        ? List.of(
            spec.target().qualifiedName()
                + " is a view, and a load writes to a table: name one in target.table")
        : List.of();
  }

  /** The table of another program that happens to have the name. */
  private List<String> strangerInPlaceOfAudit(TableShape audited) {
    List<String> lacking =
        sql.auditColumns().stream().filter(name -> audited.column(name).isEmpty()).toList();
    return audited.isAbsent() || lacking.isEmpty()
        ? List.of()
        : List.of(
            "table "
                + qualified(spec.target().auditTable())
                + " is not an audit table of this job, it lacks "
                + String.join(", ", lacking)
                + ": name another one in target.auditTable");
  }

  private List<String> present(TableShape target, TableShape audited) {
    List<String> present = new ArrayList<>();
    if (!target.isAbsent()) {
      present.add(sql.target());
    }
    if (!audited.isAbsent()) {
      present.add(sql.audit());
    }
    return present;
  }

  private List<String> lackingPrivileges(Connection connection, List<String> tables)
      throws SQLException {
    List<String> lacking = new Permissions(connection, spec, sql).lacking(tables);
    return lacking.isEmpty()
        ? List.of()
        : List.of(
            "the user of connection lacks at "
                + redshift
                + ": "
                + String.join(", ", lacking)
                + "; grant it, a load needs them all");
  }

  /** What is in the way of the changes that the spec allows and the target needs. */
  private List<String> hindranceToEvolve(Connection connection, SchemaDiff diff)
      throws SQLException {
    boolean isChangeDue = !diff.isSame() && diff.conflicts().isEmpty();
    if (!spec.target().evolveSchema()
        || !isChangeDue
        || new Permissions(connection, spec, sql).mayAlterTarget()) {
      return List.of();
    }
    return List.of(
        "the user of connection does not own table "
            + spec.target().qualifiedName()
            + " at "
            + redshift
            + " and may not alter it, but target.columns needs that:\n  "
            + String.join("\n  ", diff.lines(sql))
            + "\nlet its owner do it, or make the user the owner");
  }

  /** Redshift would take keys for one that the dedupe holds apart. */
  private List<String> collation(Connection connection) throws SQLException {
    List<String> texts = spec.textKey();
    if (texts.isEmpty() || !isCaseInsensitive(connection)) {
      return List.of();
    }
    return List.of(
        "the database at "
            + redshift
            + " compares texts without regard to case, so that keys which differ in "
            + String.join(", ", texts)
            + " may be one key there: load into a database that was created with COLLATE"
            + " CASE_SENSITIVE");
  }

  private static boolean isCaseInsensitive(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(RedshiftSql.collation())) {
      return row.next() && "case_insensitive".equalsIgnoreCase(row.getString(1).strip());
    } catch (SQLException e) {
      if (FailureKind.of(e) != FailureKind.FINAL) {
        throw e;
      }
      LOG.debug("the database does not tell its collation", e);
      return false;
    }
  }

  private void create(Connection connection, String table, String ddl) throws SQLException {
    if (shape(connection, table).isAbsent() && spec.target().createIfMissing()) {
      change(connection, ddl);
    }
  }

  /** How the target differs from the spec in a way that the job may not change. */
  private List<String> misfits(SchemaDiff diff) {
    if (diff.isSame() || (diff.conflicts().isEmpty() && spec.target().evolveSchema())) {
      return List.of();
    }
    return List.of(
        "table "
            + spec.target().qualifiedName()
            + " does not fit target.columns:\n  "
            + String.join("\n  ", diff.lines(sql))
            + "\nchange the table or the spec"
            + (diff.conflicts().isEmpty()
                ? ", or set target.evolveSchema to true and the job does it"
                : ""));
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

  private SchemaDiff diff(TableShape found) {
    return SchemaDiff.of(spec.target(), spec.targetKey(), found);
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
    TableShape found = shape(connection, spec.target().table());
    if (found.isAbsent()) {
      return false;
    }
    SchemaDiff diff = diff(found);
    return diff.missing().stream().map(sql::addColumn).noneMatch(ddl::equals)
        && diff.narrow().stream().map(sql::widenColumn).noneMatch(ddl::equals);
  }

  private String qualified(String table) {
    return spec.target().schema() + "." + table;
  }
}
