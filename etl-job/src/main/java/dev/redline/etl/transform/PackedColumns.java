package dev.redline.etl.transform;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.shiftleft;
import static org.apache.spark.sql.functions.unix_date;
import static org.apache.spark.sql.functions.unix_micros;

import dev.redline.etl.storage.ColumnRange;
import dev.redline.etl.storage.ParquetFolder;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Columns of a row in one number that is not negative: equal for rows that are equal in all of
 * them, and ordered as the columns are, the first before the second, NULL before every value.
 *
 * <p>There is one for whole numbers, dates and timestamps whose ranges are known.
 *
 * @param parts most significant first
 */
record PackedColumns(List<Part> parts) implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The bits of a long that is not negative. */
  static final int BITS = 63;

  /** Spark may move earlier days to another calendar as it reads them: 1582-10-15. */
  private static final long FIRST_DAY = -141_427;

  /** The same for times, in microseconds: 1900-01-01. */
  private static final long FIRST_MICROS = -2_208_988_800_000_000L;

  private static final List<DataType> INTEGERS =
      List.of(DataTypes.ByteType, DataTypes.ShortType, DataTypes.IntegerType, DataTypes.LongType);

  /** A column as a code: 0 for NULL, else one more than its distance from its smallest value. */
  record Part(String name, DataType type, ColumnRange range) implements Serializable {
    private static final long serialVersionUID = 1L;

    Column code() {
      return coalesce(number().minus(lit(range.min())).plus(lit(1L)), lit(0L));
    }

    private Column number() {
      Column column = Columns.named(name);
      return type.equals(DataTypes.TimestampType)
          ? unix_micros(column)
          : (type.equals(DataTypes.DateType) ? unix_date(column) : column).cast(DataTypes.LongType);
    }

    /**
     * The same of a value as files have it.
     *
     * @throws IllegalStateException if it lies out of the range that the files' footers gave
     */
    long code(long value) {
      if (value < range.min() || value > range.max()) {
        throw new IllegalStateException(
            "column %s has the value %d, and the footers of its files say %d to %d; write the files"
                    .formatted(name, value, range.min(), range.max())
                + " again, or set dedupe.algorithm to window");
      }
      return value - range.min() + 1;
    }

    int bits() {
      return bitsFor(range.max() - range.min() + 1);
    }

    private boolean isKnown() {
      long width = range.max() - range.min();
      boolean isNarrow = width >= 0 && width < Long.MAX_VALUE;
      boolean isRightType =
          INTEGERS.contains(type)
              || (type.equals(DataTypes.DateType) && range.min() >= FIRST_DAY)
              || (type.equals(DataTypes.TimestampType) && range.min() >= FIRST_MICROS);
      return isNarrow && isRightType;
    }
  }

  /** Defends its parts. */
  PackedColumns {
    parts = List.copyOf(parts);
  }

  /** The packing of some columns; empty where they need more bits, or unknown ones. */
  static Optional<PackedColumns> of(ParquetFolder input, StructType schema, List<String> names) {
    List<Part> parts = new ArrayList<>();
    for (String name : names) {
      ColumnRange range = input.ranges().get(name);
      if (range == null) {
        return Optional.empty();
      }
      Part part = new Part(name, schema.fields()[schema.fieldIndex(name)].dataType(), range);
      if (!part.isKnown()) {
        return Optional.empty();
      }
      parts.add(part);
    }
    PackedColumns packed = new PackedColumns(parts);
    return packed.bits() <= BITS ? Optional.of(packed) : Optional.empty();
  }

  static int bitsFor(long largest) {
    return Long.SIZE - Long.numberOfLeadingZeros(largest);
  }

  /** How many bits the number has. */
  int bits() {
    return parts.stream().mapToInt(Part::bits).sum();
  }

  /** How many each part has, in their order. */
  int[] bitsOfParts() {
    return parts.stream().mapToInt(Part::bits).toArray();
  }

  /** The number of a row. */
  Column number() {
    Column number = lit(0L);
    for (Part part : parts) {
      number = shiftleft(number, part.bits()).bitwiseOR(part.code());
    }
    return number;
  }
}
