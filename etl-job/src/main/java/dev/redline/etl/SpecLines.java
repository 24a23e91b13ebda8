package dev.redline.etl;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** In which line of a spec file each field and element begins, by its path, from 1. */
final class SpecLines {
  private final Map<String, Integer> lines = new HashMap<>();

  /** Reads a text that is known to be JSON. */
  static SpecLines of(JsonParser parser) throws IOException {
    SpecLines lines = new SpecLines();
    parser.nextToken();
    lines.value(parser, "");
    return lines;
  }

  /** The line of a path, or of the nearest thing around it that the file has. */
  int of(String path) {
    for (String at = path; ; at = around(at)) {
      Integer line = lines.get(at);
      if (line != null) {
        return line;
      }
      if (at.isEmpty()) {
        return 1;
      }
    }
  }

  private static String around(String path) {
    int dot = path.lastIndexOf('.');
    int bracket = path.lastIndexOf('[');
    return path.substring(0, Math.max(0, Math.max(dot, bracket)));
  }

  private void value(JsonParser parser, String path) throws IOException {
    lines.putIfAbsent(path, parser.currentTokenLocation().getLineNr());
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        String child = path.isEmpty() ? name : path + "." + name;
        lines.put(child, parser.currentTokenLocation().getLineNr());
        parser.nextToken();
        value(parser, child);
      }
    } else if (parser.currentToken() == JsonToken.START_ARRAY) {
      for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
        value(parser, path + "[" + i + "]");
      }
    }
  }
}
