package dev.redline.etl.transform;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.shiftleft;
import static org.apache.spark.sql.functions.unix_date;
import static org.apache.spark.sql.functions.unix_micros;

import dev.redline.etl.storage.ColumnRange;
import dev.redline.etl.storage.ParquetFolder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * A row's ordering columns and its place in one number that orders rows as {@link NewestPer} does.
 * Spark finds the largest number of a key in a hash table; for a struct it has to sort all rows.
 *
 * <p>There is one where the columns are whole numbers, dates or timestamps whose ranges are known
 * and need, together with the place, no more than {@value #BITS} bits.
 *
 * @param parts of the ordering, most significant first
 * @param placeBits the lowest bits, for the place
 */
record PackedAge(List<Part> parts, int placeBits) {
  /** The bits of a long that is not negative. */
  static final int BITS = 63;

  /** Spark may move earlier days to another calendar as it reads them: 1582-10-15. */
  private static final long FIRST_DAY = -141_427;

  /** The same for times, in microseconds: 1900-01-01. */
  private static final long FIRST_MICROS = -2_208_988_800_000_000L;

  /**
   * An ordering column: 0 for NULL, else one more than its distance from its smallest value.
   *
   * @param value the column as a bigint
   */
  private record Part(Column value, ColumnRange range) {

    Column code() {
      return coalesce(value.minus(lit(range.min())).plus(lit(1L)), lit(0L));
    }

    int bits() {
      return bitsFor(range.max() - range.min() + 1);
    }
  }

  /** The packing for an input; empty where its rows need more bits, or unknown ones. */
  static Optional<PackedAge> of(ParquetFolder input, StructType schema, NewestPer rule) {
    List<Part> parts = new ArrayList<>();
    for (String name : rule.ordering()) {
      ColumnRange range = input.ranges().get(name);
      if (range == null || isWiderThanALong(range)) {
        return Optional.empty();
      }
      Column value = wholeNumber(Columns.named(name), typeOf(schema, name), range);
      if (value == null) {
        return Optional.empty();
      }
      parts.add(new Part(value, range));
    }
    int placeBits = bitsFor(Math.max(0, input.rows() - 1));
    return parts.stream().mapToInt(Part::bits).sum() + placeBits <= BITS
        ? Optional.of(new PackedAge(parts, placeBits))
        : Optional.empty();
  }

  private static DataType typeOf(StructType schema, String name) {
    return schema.fields()[schema.fieldIndex(name)].dataType();
  }

  private static @Nullable Column wholeNumber(Column column, DataType type, ColumnRange range) {
    if (type.equals(DataTypes.DateType)) {
      return range.min() >= FIRST_DAY ? unix_date(column).cast(DataTypes.LongType) : null;
    }
    if (type.equals(DataTypes.TimestampType)) {
      return range.min() >= FIRST_MICROS ? unix_micros(column) : null;
    }
    boolean isInteger =
        List.of(DataTypes.ByteType, DataTypes.ShortType, DataTypes.IntegerType, DataTypes.LongType)
            .contains(type);
    return isInteger ? column.cast(DataTypes.LongType) : null;
  }

  private static boolean isWiderThanALong(ColumnRange range) {
    long width = range.max() - range.min();
    return width < 0 || width == Long.MAX_VALUE;
  }

  private static int bitsFor(long largest) {
    return Long.SIZE - Long.numberOfLeadingZeros(largest);
  }

  /** The age of a row. */
  Column age(Column place) {
    Column age = lit(0L);
    for (Part part : parts) {
      age = shiftleft(age, part.bits()).bitwiseOR(part.code());
    }
    return shiftleft(age, placeBits).bitwiseOR(place);
  }

  /** The place of the row that has an age. */
  Column place(Column age) {
    return age.bitwiseAND(lit((1L << placeBits) - 1));
  }
}
