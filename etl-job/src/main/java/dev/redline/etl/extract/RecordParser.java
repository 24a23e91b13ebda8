package dev.redline.etl.extract;

import org.jspecify.annotations.Nullable;

/** Takes a record apart into the values of the schema's columns. Used by one task. */
interface RecordParser {

  /**
   * The values in the order of the schema; null for a missing one.
   *
   * @return null for a record that cannot be taken apart
   */
  @Nullable Object @Nullable [] parse(String record);
}
