package dev.redline.etl.extract;

import dev.redline.etl.JobSpec.SourceColumn;
import java.util.List;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The columns that go with a row until it is good or in the quarantine. */
final class Marks {
  /** Why the row is refused, NULL for a good one. */
  static final String REASON = "_redline_reason";

  /** What the reason is about. */
  static final String COLUMNS = "_redline_columns";

  /** The row as it came; NULL where it can be made from its columns. */
  static final String RAW = "_redline_raw";

  /** The row's bytes in Base64, where they are no text. */
  static final String RAW_BASE64 = "_redline_raw_base64";

  /** The file it came from. */
  static final String SOURCE = "_redline_source";

  /** Where in the file: the first byte, decompressed, or in Parquet the row's number from 0. */
  static final String POSITION = "_redline_position";

  /** All of them, in the order in which rows are made. */
  static final List<String> ALL = List.of(REASON, COLUMNS, RAW, RAW_BASE64, SOURCE, POSITION);

  private Marks() {}

  /** The schema's columns, days and times as numbers, and the marks. */
  static StructType typed(List<SourceColumn> schema) {
    StructType typed = new StructType();
    for (SourceColumn column : schema) {
      typed = typed.add(column.name(), asNumber(column.type()));
    }
    for (String mark : ALL) {
      typed = typed.add(mark, mark.equals(POSITION) ? DataTypes.LongType : DataTypes.StringType);
    }
    return typed;
  }

  private static DataType asNumber(String type) {
    return switch (type) {
      case "date" -> DataTypes.IntegerType;
      case "timestamp" -> DataTypes.LongType;
      default -> DataType.fromDDL(type);
    };
  }
}
