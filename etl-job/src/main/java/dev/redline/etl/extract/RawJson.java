package dev.redline.etl.extract;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** Shows a row that has no text of its own as JSON: the values as they were read, by column. */
final class RawJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private RawJson() {}

  static String of(RowNormaliser.Task normaliser, @Nullable Object[] raw) {
    ObjectNode row = JSON.createObjectNode();
    for (int i = 0; i < raw.length; i++) {
      Object value = raw[i];
      if (value instanceof byte[] bytes) {
        String text = RowNormaliser.decoded(bytes, bytes.length);
        if (text == null) {
          row.put(normaliser.name(i) + " (Base64)", bytes);
        } else {
          row.put(normaliser.name(i), text);
        }
      } else if (value != null) {
        row.put(normaliser.name(i), normaliser.shown(i, value));
      }
    }
    return row.toString();
  }
}
