package dev.redline.etl.extract;

import org.jspecify.annotations.Nullable;

/**
 * What is asked of a column's values.
 *
 * @param ordering null for a column that rows are not compared by
 */
record ColumnCheck(
    String name,
    ValueParser parser,
    boolean isText,
    boolean isKey,
    @Nullable OrderingCheck ordering) {

  /** The value of a raw one, null with a refusal where it is none. */
  @Nullable Object value(Object raw, RowNormaliser.Task row) {
    String text;
    if (raw instanceof byte[] bytes) {
      text = RowNormaliser.decoded(bytes, bytes.length);
    } else if (raw instanceof String string) {
      text = string;
    } else {
      return withOneZero(raw);
    }
    if (text == null || !isStorable(text)) {
      row.refuse(RejectReason.BAD_ENCODING, name);
      return null;
    }
    Object value = parser.parse(text);
    if (value == null) {
      row.refuse(parser.reason(text), name);
    }
    return isKey && isText && value != null ? withoutTrailingSpaces(text) : value;
  }

  /** The rules for the value, once it is one. */
  void afterwards(@Nullable Object raw, @Nullable Object value, RowNormaliser.Task row) {
    if (isKey && (raw == null || "".equals(value))) {
      row.refuse(RejectReason.NULL_KEY, name);
    }
    if (ordering != null) {
      RejectReason reason = ordering.reason(raw, value);
      if (reason != null) {
        row.refuse(reason, name);
      }
    }
  }

  private static Object withOneZero(Object number) {
    if (number instanceof Double real) {
      return real + 0.0;
    }
    return number instanceof Float real ? (Object) (real + 0.0f) : number;
  }

  /** Redshift takes no NUL, and half a character has no UTF-8. */
  private static boolean isStorable(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0) {
        return false;
      }
      if (Character.isSurrogate(c)) {
        boolean isPair =
            Character.isHighSurrogate(c)
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
        if (!isPair) {
          return false;
        }
        i++;
      }
    }
    return true;
  }

  /** To Redshift, texts that differ only in trailing spaces are equal: one key. */
  private static String withoutTrailingSpaces(String text) {
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) == ' ') {
      end--;
    }
    return text.substring(0, end);
  }
}
