package dev.redline.etl.extract;

/** Why a row went to the quarantine. A row has one reason: the first of this list that applies. */
public enum RejectReason {
  /** It has more or fewer fields than the schema. */
  MALFORMED,
  /** A column of the key is missing or empty. */
  NULL_KEY,
  /** A value is there but is not of its declared type. */
  TYPE_MISMATCH,
  /** A text has more bytes of UTF-8 than its column in the table. */
  TOO_LONG
}
