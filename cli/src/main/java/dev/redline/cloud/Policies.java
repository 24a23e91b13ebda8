package dev.redline.cloud;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What policies of keys and topics let the two services do that send messages. */
final class Policies {
  static final List<String> SENDERS = List.of("cloudwatch.amazonaws.com", "events.amazonaws.com");
  private static final String EVENTS = "events.amazonaws.com";
  private static final ObjectMapper JSON = new ObjectMapper();

  private Policies() {}

  /**
   * What is missing in a policy, for each sender and action; empty when nothing is.
   *
   * @param policy the policy as JSON
   * @param actions the actions that each sender needs
   */
  static List<String> problems(String policy, List<String> actions) {
    List<JsonNode> statements = new ArrayList<>();
    try {
      JSON.readTree(policy).path("Statement").forEach(statements::add);
    } catch (JsonProcessingException e) {
      return List.of("the policy is no JSON");
    }
    List<String> problems = new ArrayList<>();
    for (String sender : SENDERS) {
      for (String action : actions) {
        problem(statements, sender, action).ifPresent(problems::add);
      }
    }
    return problems;
  }

  private static Optional<String> problem(List<JsonNode> statements, String sender, String action) {
    List<JsonNode> allowing =
        statements.stream()
            .filter(one -> one.path("Effect").asText().equals("Allow"))
            .filter(one -> names(one.path("Principal"), sender))
            .filter(one -> allows(one.path("Action"), action))
            .toList();
    if (allowing.isEmpty()) {
      return Optional.of(sender + " may not " + action);
    }
    boolean always = allowing.stream().anyMatch(one -> !one.has("Condition"));
    return sender.equals(EVENTS) && !always
        ? Optional.of(
            sender
                + " may "
                + action
                + " under a condition only, which EventBridge never meets: its messages are dropped"
                + " in silence")
        : Optional.empty();
  }

  private static boolean names(JsonNode principal, String sender) {
    return principal.asText().equals("*")
        || texts(principal.path("Service")).stream().anyMatch(sender::equals)
        || texts(principal.path("AWS")).stream().anyMatch("*"::equals);
  }

  private static boolean allows(JsonNode actions, String wanted) {
    return texts(actions).stream()
        .map(action -> action.toLowerCase(Locale.ROOT))
        .anyMatch(
            action ->
                action.equals("*")
                    || (action.endsWith("*")
                        ? wanted
                            .toLowerCase(Locale.ROOT)
                            .startsWith(action.substring(0, action.length() - 1))
                        : wanted.equalsIgnoreCase(action)));
  }

  private static List<String> texts(JsonNode node) {
    List<String> texts = new ArrayList<>();
    if (node.isArray()) {
      node.forEach(one -> texts.add(one.asText()));
    } else if (node.isTextual()) {
      texts.add(node.asText());
    }
    return texts;
  }
}
