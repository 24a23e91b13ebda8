package dev.redline.etl.extract;

import org.jspecify.annotations.Nullable;

/**
 * A record in the types of the schema, or what is wrong with it.
 *
 * @param values in the order of the schema; null where missing, of no account in a rejected row
 * @param reason null for a row that is good so far
 * @param columns what the reason is about, by name, separated by commas; empty for the whole row
 */
record TypedRow(@Nullable Object[] values, @Nullable RejectReason reason, String columns) {
  static TypedRow rejected(int columns, RejectReason reason) {
    return new TypedRow(new Object[columns], reason, "");
  }
}
