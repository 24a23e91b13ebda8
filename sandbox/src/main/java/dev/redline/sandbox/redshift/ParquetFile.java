package dev.redline.sandbox.redshift;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A Parquet file as DuckDB reads it: its columns, and its rows written as CSV for PostgreSQL. */
final class ParquetFile {

  /** What marks NULL in the CSV; a string of the same text is quoted and so stays a string. */
  private static final String NULL_MARK = "\\N";

  /** DuckDB's type to PostgreSQL's name of the one type Redshift would take it for. */
  private static final Map<String, String> TYPES =
      Map.of(
          "BOOLEAN", "boolean",
          "SMALLINT", "smallint",
          "INTEGER", "integer",
          "BIGINT", "bigint",
          "FLOAT", "real",
          "DOUBLE", "double precision",
          "VARCHAR", "text",
          "DATE", "date",
          "TIMESTAMP", "timestamp without time zone",
          "TIMESTAMP WITH TIME ZONE", "timestamp without time zone");

  /**
   * A column of the file.
   *
   * @param type PostgreSQL's name of its type, "unsupported" where Redshift has none
   * @param parquet its type in the file, for messages
   * @param bytes the longest value in bytes of UTF-8; 0 for other types than text
   */
  record Column(String name, String type, String parquet, long bytes) {}

  private final Connection duckdb;
  private final String source;
  private final List<Column> columns;

  private ParquetFile(Connection duckdb, String source, List<Column> columns) {
    this.duckdb = duckdb;
    this.source = source;
    this.columns = columns;
  }

  static ParquetFile open(Connection duckdb, Path file) throws SQLException {
    // One file is named exactly: DuckDB would take *, ? and [ in a plain name for a pattern.
    String source = "read_parquet([" + sqlString(escapedPattern(file.toString())) + "])";
    try (Statement statement = duckdb.createStatement()) {
      List<Column> columns = columns(statement, source);
      return new ParquetFile(duckdb, source, withLengths(statement, source, columns));
    }
  }

  List<Column> columns() {
    return columns;
  }

  void writeCsv(Path csv) throws SQLException {
    String values = columns.stream().map(ParquetFile::asCsv).collect(Collectors.joining(", "));
    try (Statement statement = duckdb.createStatement()) {
      statement.execute(
          "COPY (SELECT %s FROM %s) TO %s (FORMAT csv, HEADER false, NULLSTR %s)"
              .formatted(values, source, sqlString(csv.toString()), sqlString(NULL_MARK)));
    }
  }

  private static List<Column> columns(Statement statement, String source) throws SQLException {
    List<Column> columns = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery("DESCRIBE SELECT * FROM " + source)) {
      while (rows.next()) {
        String parquet = rows.getString("column_type");
        columns.add(new Column(rows.getString("column_name"), type(parquet), parquet, 0));
      }
    }
    return columns;
  }

  private static String type(String duckdbType) {
    return duckdbType.startsWith("DECIMAL")
        ? "numeric" + duckdbType.substring("DECIMAL".length())
        : TYPES.getOrDefault(duckdbType, "unsupported");
  }

  private static List<Column> withLengths(Statement statement, String source, List<Column> columns)
      throws SQLException {
    String lengths =
        columns.stream()
            .map(c -> c.type().equals("text") ? "max(strlen(" + quoted(c) + "))" : "0")
            .collect(Collectors.joining(", "));
    List<Column> measured = new ArrayList<>();
    try (ResultSet row =
        statement.executeQuery("SELECT " + lengths + ", count(*) FROM " + source)) {
      row.next();
      for (Column c : columns) {
        measured.add(new Column(c.name(), c.type(), c.parquet(), row.getLong(measured.size() + 1)));
      }
    }
    return measured;
  }

  /** Points in time are written as UTC, without help of DuckDB's time zones. */
  private static String asCsv(Column column) {
    return switch (column.parquet()) {
      case "TIMESTAMP WITH TIME ZONE" ->
          "make_timestamp(epoch_us(%s))::VARCHAR || '+00'".formatted(quoted(column));
      case "TIMESTAMP" -> quoted(column) + "::VARCHAR || '+00'";
      default -> quoted(column);
    };
  }

  private static String quoted(Column column) {
    return SqlText.identifier(column.name());
  }

  private static String escapedPattern(String path) {
    return path.replaceAll("([*?\\[\\]])", "[$1]");
  }

  private static String sqlString(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
