package dev.redline.alarms;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Map;

/** JSON objects that keep the order in which they were written, and CloudFormation's functions. */
final class Json {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Json() {}

  /** An object of keys and values in turn. */
  static Map<String, Object> object(Object... keysAndValues) {
    Map<String, Object> object = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      object.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    return object;
  }

  static Map<String, Object> ref(String name) {
    return object("Ref", name);
  }

  static Map<String, Object> sub(String text) {
    return object("Fn::Sub", text);
  }

  static Map<String, Object> attribute(String resource, String attribute) {
    return object("Fn::GetAtt", new String[] {resource, attribute});
  }

  /** A text of which all may stand for a parameter or a resource: {@code ${Name}}. */
  static Object text(String text) {
    return text.startsWith("${") ? ref(text.substring(2, text.length() - 1)) : text;
  }

  /** The same text on every platform, with a line break at its end. */
  static String text(Map<String, Object> object) {
    DefaultIndenter lines = new DefaultIndenter(" ", "\n");
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter().withObjectIndenter(lines).withArrayIndenter(lines);
    try {
      return MAPPER.writer(printer).writeValueAsString(object) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a map of texts and numbers is always JSON", e);
    }
  }
}
