package dev.redline.sandbox.redshift;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads CSV as COPY does, quoted by {@code "}, and writes each record as its line number and its
 * fields, an array of PostgreSQL's, in a form that PostgreSQL's COPY reads.
 */
final class CsvRows {
  private final BufferedReader in;
  private final CopyFormat.Csv format;
  private long line = 1;

  CsvRows(Reader in, CopyFormat.Csv format) {
    this.in = new BufferedReader(in);
    this.format = format;
  }

  void write(Writer out) throws IOException {
    long firstLine = line;
    List<@Nullable String> fields = record();
    while (!fields.isEmpty()) {
      if (firstLine > format.headerLines()) {
        out.write(firstLine + ",\"" + array(fields).replace("\"", "\"\"") + "\"\n");
      }
      firstLine = line;
      fields = record();
    }
  }

  /** The fields of the next record; none at the end. */
  private List<@Nullable String> record() throws IOException {
    List<@Nullable String> fields = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    boolean isQuoted = false;
    boolean wasQuoted = false;
    int c = in.read();
    if (c < 0) {
      return fields;
    }
    while (c >= 0 && (isQuoted || c != '\n')) {
      line += c == '\n' ? 1 : 0;
      if (c == '"' && isQuoted && peek() == '"') {
        field.append((char) in.read());
      } else if (c == '"') {
        isQuoted = !isQuoted;
        wasQuoted = true;
      } else if (c == format.delimiter() && !isQuoted) {
        fields.add(value(field, wasQuoted));
        wasQuoted = false;
      } else if (c != '\r' || isQuoted || peek() != '\n') {
        field.append((char) c);
      }
      c = in.read();
    }
    line++;
    fields.add(value(field, wasQuoted));
    return fields;
  }

  private int peek() throws IOException {
    in.mark(1);
    int next = in.read();
    in.reset();
    return next;
  }

  private @Nullable String value(StringBuilder field, boolean wasQuoted) {
    String text = field.toString();
    field.setLength(0);
    return !wasQuoted && text.equals(format.nullText()) ? null : text;
  }

  private static String array(List<@Nullable String> fields) {
    StringBuilder array = new StringBuilder("{");
    for (String field : fields) {
      array.append(array.length() > 1 ? "," : "");
      array.append(
          field == null ? "NULL" : '"' + field.replace("\\", "\\\\").replace("\"", "\\\"") + '"');
    }
    return array.append('}').toString();
  }
}
