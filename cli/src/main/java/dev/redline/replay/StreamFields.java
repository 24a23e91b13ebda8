package dev.redline.replay;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/** Fields of whatever JSON there is, of any length. */
final class StreamFields implements Fields {
  private static final double WIDEST = 9e18;

  private final JsonParser json;

  StreamFields(JsonParser json) {
    this.json = json;
  }

  @Override
  public void each(Visitor visitor) throws IOException {
    if (json.currentToken() == JsonToken.START_OBJECT) {
      rest(visitor);
    }
  }

  @Override
  public void rest(Visitor visitor) throws IOException {
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      visitor.visit(name);
      json.skipChildren();
    }
    if (json.currentToken() != JsonToken.END_OBJECT) {
      throw new IOException("the line ends within an object");
    }
  }

  @Override
  public void elements(Element element) throws IOException {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      return;
    }
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (json.currentToken() == null) {
        throw new IOException("the line ends within an array");
      }
      element.visit();
      json.skipChildren();
    }
  }

  @Override
  public long number() throws IOException {
    JsonToken token = json.currentToken();
    if (token == JsonToken.VALUE_STRING) {
      return json.getValueAsLong();
    }
    if (!token.isNumeric()) {
      return 0;
    }
    double rough = json.getDoubleValue();
    return Math.abs(rough) < WIDEST ? json.getLongValue() : (long) rough;
  }

  @Override
  public String text() throws IOException {
    return json.getValueAsString("");
  }
}
