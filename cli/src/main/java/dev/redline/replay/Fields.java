package dev.redline.replay;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/** Walks the members of JSON objects; members that a visitor does not read are skipped. */
final class Fields {
  private final JsonParser json;

  Fields(JsonParser json) {
    this.json = json;
  }

  /** Told the name of each member, with the parser on its value. */
  interface Visitor {
    void visit(String name) throws IOException;
  }

  /** Run on each element. */
  interface Element {
    void visit() throws IOException;
  }

  /** Visits the members of the object the parser is on; a value that is no object has none. */
  void each(Visitor visitor) throws IOException {
    if (json.currentToken() == JsonToken.START_OBJECT) {
      rest(visitor);
    }
  }

  /** Visits the members still ahead in the object the parser is in. */
  void rest(Visitor visitor) throws IOException {
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      visitor.visit(name);
      json.skipChildren();
    }
    expectEnd();
  }

  private void expectEnd() throws IOException {
    if (json.currentToken() != JsonToken.END_OBJECT) {
      throw new IOException("the line ends within an object");
    }
  }

  /** Visits the elements of the array the parser is on. */
  void elements(Element element) throws IOException {
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

  /** Reads the rest of the object without looking at it, to be sure that it is whole. */
  void skip() throws IOException {
    rest(name -> {});
  }

  /** The value as a whole number; 0 if it is none. */
  long number() throws IOException {
    return json.currentToken().isNumeric() ? json.getValueAsLong() : 0;
  }

  /** The value as text; empty if it is an object, an array or null. */
  String text() throws IOException {
    return json.getValueAsString("");
  }
}
