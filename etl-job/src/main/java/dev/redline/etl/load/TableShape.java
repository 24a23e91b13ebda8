package dev.redline.etl.load;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A table as Redshift's catalog describes it; without columns where there is none to see. */
record TableShape(List<Column> columns) {
  /**
   * A column that is there.
   *
   * @param type as the catalog names it, such as {@code character varying}
   * @param length of texts in bytes, precision of decimals; 0 where the type has none
   * @param scale of decimals; 0 for others
   * @param isNullable whether NULL may be stored
   * @param hasDefault whether a row may leave it out even so
   */
  record Column(
      String name, String type, int length, int scale, boolean isNullable, boolean hasDefault) {

    /** Whether a row must give a value. */
    boolean isRequired() {
      return !isNullable && !hasDefault;
    }

    /** As it is written in DDL. */
    String ddl() {
      return switch (type) {
        case "character varying" -> "VARCHAR(" + length + ")";
        case "character" -> "CHAR(" + length + ")";
        case "numeric" -> "DECIMAL(" + length + "," + scale + ")";
        case "timestamp without time zone" -> "TIMESTAMP";
        case "timestamp with time zone" -> "TIMESTAMPTZ";
        default -> type.toUpperCase(Locale.ROOT);
      };
    }
  }

  TableShape {
    columns = List.copyOf(columns);
  }

  boolean isAbsent() {
    return columns.isEmpty();
  }

  Optional<Column> column(String name) {
    return columns.stream().filter(column -> column.name().equals(name)).findFirst();
  }

  /** Names of the columns that refuse NULL. */
  Set<String> notNull() {
    return columns.stream()
        .filter(column -> !column.isNullable())
        .map(Column::name)
        .collect(Collectors.toSet());
  }

  static TableShape read(Connection connection, String schema, String table) throws SQLException {
    List<Column> columns = new ArrayList<>();
    try (PreparedStatement query = connection.prepareStatement(RedshiftSql.describe())) {
      query.setString(1, schema);
      query.setString(2, table);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          columns.add(column(row));
        }
      }
    }
    return new TableShape(columns);
  }

  private static Column column(ResultSet row) throws SQLException {
    String type = row.getString(2).strip().toLowerCase(Locale.ROOT);
    boolean isText = type.startsWith("character");
    boolean isDecimal = type.equals("numeric");
    int length = isText ? row.getInt(3) : isDecimal ? row.getInt(4) : 0;
    return new Column(
        row.getString(1).strip(),
        type,
        length,
        isDecimal ? row.getInt(5) : 0,
        !"NO".equalsIgnoreCase(row.getString(6).strip()),
        row.getString(7) != null);
  }
}
