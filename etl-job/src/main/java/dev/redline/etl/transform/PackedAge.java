package dev.redline.etl.transform;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.shiftleft;

import dev.redline.etl.storage.ParquetFolder;
import java.io.Serializable;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.StructType;

/**
 * A row's ordering columns and its place in one number that orders rows as {@link NewestPer} does.
 * Spark finds the largest number of a key in a hash table; for a struct it has to sort all rows.
 *
 * <p>There is one where the ordering can be packed and needs, together with the place, no more than
 * {@value PackedColumns#BITS} bits.
 *
 * @param placeBits the lowest bits, for the place
 */
record PackedAge(PackedColumns ordering, int placeBits) implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The packing for an input; empty where its rows need more bits, or unknown ones. */
  static Optional<PackedAge> of(ParquetFolder input, StructType schema, NewestPer rule) {
    int placeBits = PackedColumns.bitsFor(Math.max(0, input.rows() - 1));
    return PackedColumns.of(input, schema, rule.ordering())
        .filter(ordering -> ordering.bits() + placeBits <= PackedColumns.BITS)
        .map(ordering -> new PackedAge(ordering, placeBits));
  }

  /** The age of a row. */
  Column age(Column place) {
    return shiftleft(ordering.number(), placeBits).bitwiseOR(place);
  }

  /** The place of the row that has an age. */
  Column place(Column age) {
    return age.bitwiseAND(lit((1L << placeBits) - 1));
  }
}
