package dev.redline.etl;

import java.util.List;

/**
 * Which types of the table hold every value of a source type, so that unequal keys stay unequal and
 * what is newer stays newer.
 */
final class KeyTypes {
  private static final List<String> WHOLE = List.of("smallint", "int", "bigint");
  private static final int[] DIGITS = {5, 10, 19};

  private KeyTypes() {}

  /** Whether two values that differ in the source still differ in the table. */
  static boolean keepsApart(String source, RedshiftType target) {
    String type = target.sparkType();
    if (target.isSuper()) {
      return false;
    }
    if (source.isEmpty() || source.equals(type) || type.equals("string")) {
      return true;
    }
    int whole = WHOLE.indexOf(source);
    if (whole >= 0) {
      return WHOLE.indexOf(type) >= whole
          || (isDecimal(type) && precision(type) - scale(type) >= DIGITS[whole]);
    }
    if (isDecimal(source) && isDecimal(type)) {
      return scale(type) >= scale(source)
          && precision(type) - scale(type) >= precision(source) - scale(source);
    }
    return source.equals("date") && type.equals("timestamp");
  }

  /**
   * Whether of two values that differ in the source and fit into the table the larger is the larger
   * there too: a rerun of older data is told from a newer one in the table.
   */
  static boolean keepsOrder(String source, RedshiftType target) {
    String type = target.sparkType();
    if (target.isSuper()) {
      return false;
    }
    if (source.isEmpty() || source.equals(type)) {
      return true;
    }
    if (WHOLE.contains(source)) {
      return WHOLE.contains(type) || isDecimal(type);
    }
    if (isDecimal(source)) {
      return isDecimal(type) && scale(type) >= scale(source);
    }
    return (source.equals("float") && type.equals("double"))
        || (source.equals("date") && type.equals("timestamp"));
  }

  private static boolean isDecimal(String type) {
    return type.startsWith("decimal(");
  }

  private static int precision(String decimal) {
    return Integer.parseInt(decimal.substring("decimal(".length(), decimal.indexOf(',')));
  }

  private static int scale(String decimal) {
    return Integer.parseInt(decimal.substring(decimal.indexOf(',') + 1, decimal.indexOf(')')));
  }
}
