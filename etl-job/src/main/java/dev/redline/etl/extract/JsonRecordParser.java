package dev.redline.etl.extract;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object per line, columns by name. Numbers are taken as they are written, so that no digit
 * of a decimal is lost; objects and lists are taken as JSON text. Fields that the schema does not
 * have are passed over, a field that is there twice makes the record malformed.
 */
final class JsonRecordParser implements RecordParser {
  private static final JsonFactory JSON =
      new JsonFactory().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

  private final Map<String, Integer> places = new HashMap<>();
  private final int columns;

  JsonRecordParser(List<String> names) {
    this.columns = names.size();
    for (int i = 0; i < columns; i++) {
      places.put(names.get(i), i);
    }
  }

  @Override
  public @Nullable Object @Nullable [] parse(String record) {
    try (JsonParser parser = JSON.createParser(record)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return null;
      }
      Object[] values = new Object[columns];
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        Integer place = places.get(parser.currentName());
        JsonToken token = parser.nextToken();
        if (place == null) {
          parser.skipChildren();
        } else {
          values[place] = value(parser, token, record);
        }
      }
      return parser.nextToken() == null ? values : null;
    } catch (JsonProcessingException e) {
      return null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static @Nullable String value(JsonParser parser, JsonToken token, String record)
      throws IOException {
    return switch (token) {
      case VALUE_NULL -> null;
      case START_OBJECT, START_ARRAY -> nested(parser, record);
      default -> parser.getText();
    };
  }

  private static String nested(JsonParser parser, String record) throws IOException {
    int start = Math.toIntExact(parser.currentTokenLocation().getCharOffset());
    parser.skipChildren();
    return record.substring(start, Math.toIntExact(parser.currentLocation().getCharOffset()));
  }
}
