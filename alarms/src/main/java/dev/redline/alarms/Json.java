package dev.redline.alarms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** JSON objects that keep the order in which they were written, and CloudFormation's functions. */
final class Json {
  private static final int LINE_LENGTH = 120;
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

  /**
   * The same text on every platform, with a line break at its end. What fits a line stays on one,
   * for the reader and for the 51,200 bytes that CloudFormation takes.
   */
  static String text(Map<String, Object> object) {
    StringBuilder text = new StringBuilder();
    write(MAPPER.valueToTree(object), "", text);
    return text.append('\n').toString();
  }

  private static void write(JsonNode node, String indent, StringBuilder text) {
    String onALine = node.toString();
    if (!node.isContainerNode() || onALine.length() + indent.length() <= LINE_LENGTH) {
      text.append(onALine);
      return;
    }
    String deeper = indent + " ";
    String separator = node.isObject() ? "{\n" : "[\n";
    Iterator<String> names = node.fieldNames();
    for (JsonNode child : node) {
      text.append(separator).append(deeper);
      if (node.isObject()) {
        text.append(TextNode.valueOf(names.next())).append(": ");
      }
      write(child, deeper, text);
      separator = ",\n";
    }
    text.append('\n').append(indent).append(node.isObject() ? '}' : ']');
  }
}
