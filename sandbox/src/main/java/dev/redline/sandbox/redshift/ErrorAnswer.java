package dev.redline.sandbox.redshift;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The fields of an error the server answers. The stand-in's own SQL puts the rows of the load-error
 * tables into the detail, since what it wrote itself would be rolled back with the transaction.
 */
record ErrorAnswer(Map<Character, String> fields) {
  static final char TYPE = 'E';

  private static final char DETAIL = 'D';
  private static final char WHERE = 'W';
  private static final String MARK = "redshift_stand_in.load_errors ";

  static ErrorAnswer of(Message message) {
    Map<Character, String> fields = new LinkedHashMap<>();
    byte[] body = message.body();
    int at = 0;
    while (at < body.length && body[at] != 0) {
      int end = at + 1;
      while (end < body.length && body[end] != 0) {
        end++;
      }
      fields.put((char) body[at], new String(body, at + 1, end - at - 1, StandardCharsets.UTF_8));
      at = end + 1;
    }
    return new ErrorAnswer(fields);
  }

  /** The rows for the load-error tables, as JSON. */
  Optional<String> loadErrors() {
    return Optional.ofNullable(fields.get(DETAIL))
        .filter(detail -> detail.startsWith(MARK))
        .map(detail -> detail.substring(MARK.length()));
  }

  /** The message the client is to see. */
  Message withoutDetail() {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    fields.forEach(
        (type, text) -> {
          if (type != DETAIL && type != WHERE) {
            body.write(type);
            body.writeBytes(text.getBytes(StandardCharsets.UTF_8));
            body.write(0);
          }
        });
    body.write(0);
    return new Message(TYPE, body.toByteArray());
  }
}
