package dev.redline.etl;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A column type of Redshift and the Spark type whose Parquet form COPY takes for it.
 *
 * @param ddl the type as Redshift spells it
 * @param sparkType the type as Spark SQL spells it
 * @param maxBytes longest text in bytes of UTF-8; 0 where the type is no text
 */
public record RedshiftType(String ddl, String sparkType, int maxBytes) {
  static final String KNOWN =
      "SMALLINT, INTEGER, BIGINT, REAL, DOUBLE PRECISION, BOOLEAN, DATE, TIMESTAMP,"
          + " DECIMAL(p,s) with p up to 38, VARCHAR(bytes) up to 65535, SUPER (from JSON text)";

  private static final Map<String, String> PLAIN =
      Map.of(
          "SMALLINT", "smallint",
          "INTEGER", "int",
          "BIGINT", "bigint",
          "REAL", "float",
          "DOUBLE PRECISION", "double",
          "BOOLEAN", "boolean",
          "DATE", "date",
          "TIMESTAMP", "timestamp");
  private static final Pattern VARCHAR = Pattern.compile("VARCHAR\\((\\d{1,5})\\)");
  private static final Pattern DECIMAL = Pattern.compile("DECIMAL\\((\\d{1,2}),(\\d{1,2})\\)");
  private static final int MAX_VARCHAR_BYTES = 65_535;
  private static final int MAX_PRECISION = 38;

  private static final String SUPER = "SUPER";

  /** Whether the column holds semi-structured data; it is staged as JSON text and parsed there. */
  public boolean isSuper() {
    return ddl.equals(SUPER);
  }

  /** The type of the column that COPY fills. */
  public String stagedDdl() {
    return isSuper() ? "VARCHAR(" + MAX_VARCHAR_BYTES + ")" : ddl;
  }

  /** The type a text names, in any case and spacing; empty for a type the job cannot load. */
  public static Optional<RedshiftType> parse(String text) {
    String ddl =
        text.strip()
            .toUpperCase(Locale.ROOT)
            .replaceAll("\\s+", " ")
            .replaceAll(" ?([(),]) ?", "$1");
    String plain = PLAIN.get(ddl);
    if (plain != null) {
      return Optional.of(new RedshiftType(ddl, plain, 0));
    }
    if (ddl.equals(SUPER)) {
      return Optional.of(new RedshiftType(ddl, "string", MAX_VARCHAR_BYTES));
    }
    return varchar(ddl).or(() -> decimal(ddl));
  }

  private static Optional<RedshiftType> varchar(String ddl) {
    Matcher match = VARCHAR.matcher(ddl);
    if (!match.matches()) {
      return Optional.empty();
    }
    int bytes = Integer.parseInt(match.group(1));
    return bytes >= 1 && bytes <= MAX_VARCHAR_BYTES
        ? Optional.of(new RedshiftType(ddl, "string", bytes))
        : Optional.empty();
  }

  private static Optional<RedshiftType> decimal(String ddl) {
    Matcher match = DECIMAL.matcher(ddl);
    if (!match.matches()) {
      return Optional.empty();
    }
    int precision = Integer.parseInt(match.group(1));
    int scale = Integer.parseInt(match.group(2));
    return precision >= 1 && precision <= MAX_PRECISION && scale <= precision
        ? Optional.of(new RedshiftType(ddl, ddl.toLowerCase(Locale.ROOT), 0))
        : Optional.empty();
  }
}
