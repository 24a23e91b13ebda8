package dev.redline.glue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.StringReader;
import java.util.List;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * YAML as the JSON it stands for, CloudFormation's short forms such as {@code !Sub} and {@code
 * !Ref} spelled out. Values stay texts: nothing is guessed to be a number, and no object is made of
 * a tag.
 */
final class Yaml {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String REF = "Ref";

  /** These have no prefix in their long form. */
  private static final List<String> WITHOUT_PREFIX = List.of(REF, "Condition");

  private Yaml() {}

  /**
   * The first document of a text.
   *
   * @throws IllegalArgumentException when it is no YAML, with the place
   */
  static JsonNode parse(String text) {
    try {
      Node root = new org.yaml.snakeyaml.Yaml(new LoaderOptions()).compose(new StringReader(text));
      return root == null ? NullNode.getInstance() : json(root);
    } catch (MarkedYAMLException e) {
      String where =
          e.getProblemMark() == null
              ? ""
              : " at line "
                  + (e.getProblemMark().getLine() + 1)
                  + ", column "
                  + (e.getProblemMark().getColumn() + 1);
      throw new IllegalArgumentException(
          "is neither JSON nor YAML" + where + ": " + e.getProblem(), e);
    } catch (YAMLException e) {
      throw new IllegalArgumentException("is neither JSON nor YAML: " + e.getMessage(), e);
    }
  }

  private static JsonNode json(Node node) {
    JsonNode plain = plain(node);
    String tag = node.getTag().getValue();
    if (!tag.startsWith("!") || tag.length() == 1) {
      return plain;
    }
    String function = tag.substring(1);
    String name = WITHOUT_PREFIX.contains(function) ? function : "Fn::" + function;
    return JSON.objectNode().set(name, plain);
  }

  private static JsonNode plain(Node node) {
    if (node instanceof MappingNode mapping) {
      ObjectNode object = JSON.objectNode();
      mapping
          .getValue()
          .forEach(
              entry ->
                  object.set(
                      ((ScalarNode) key(entry.getKeyNode())).getValue(),
                      json(entry.getValueNode())));
      return object;
    }
    if (node instanceof SequenceNode sequence) {
      var array = JSON.arrayNode();
      sequence.getValue().forEach(element -> array.add(json(element)));
      return array;
    }
    return node.getTag().equals(Tag.NULL)
        ? NullNode.getInstance()
        : TextNode.valueOf(((ScalarNode) node).getValue());
  }

  private static Node key(Node node) {
    if (node instanceof ScalarNode) {
      return node;
    }
    throw new IllegalArgumentException(
        "has a key at line "
            + (node.getStartMark().getLine() + 1)
            + " that is no text: give a job's arguments or a template");
  }
}
