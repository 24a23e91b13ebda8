package dev.redline.etl.extract;

/** Why a row went to the quarantine. A row has one reason: the first of this list that applies. */
public enum RejectReason {
  /** It has more or fewer fields than the schema, an open quote, or is no JSON object. */
  MALFORMED,
  /** It is not UTF-8, or a text holds the character NUL, which Redshift does not take. */
  BAD_ENCODING,
  /** A column of the key is missing or empty. */
  NULL_KEY,
  /** A value is there but is not of its declared type. */
  TYPE_MISMATCH,
  /** A number has more digits before the point than its decimal type. */
  DECIMAL_OVERFLOW,
  /** A day or time cannot be read, or one of the ordering lies absurdly long ago. */
  BAD_TIMESTAMP,
  /** A day or time of the ordering lies in the future: nothing would ever be newer. */
  FUTURE_TIMESTAMP,
  /** The ordering is not a number or infinite, or missing where the spec refuses that. */
  BAD_ORDERING,
  /** A text has more bytes of UTF-8 than its column in the table. */
  TOO_LONG,
  /** A value is missing in a column that the table declares NOT NULL. */
  NULL_VALUE
}
