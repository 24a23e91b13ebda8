package dev.redline.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Takes out of an event log what belongs to the machine that wrote it: paths, host and user names,
 * the JVM's and Hadoop's properties. What Spark says about the run stays.
 */
final class EventLogScrub {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final List<String> MACHINE =
      List.of("Hadoop Properties", "System Properties", "Metrics Properties", "Classpath Entries");
  private static final String USER = "user";

  /** Longer names first, since one may be the beginning of another. */
  private final Map<String, String> names =
      new TreeMap<>(
          Comparator.comparing(String::length).reversed().thenComparing(Comparator.naturalOrder()));

  /**
   * What is to be replaced.
   *
   * @param names a name of this machine, and what to write in its place
   */
  EventLogScrub(Map<String, String> names) throws IOException {
    this.names.putAll(names);
    this.names.put(Clusters.ROOT.toString(), "/redline");
    this.names.put(System.getProperty("java.home"), "/jdk");
    this.names.put(System.getProperty("user.home"), "/home/" + USER);
    this.names.put(System.getProperty("java.io.tmpdir"), "/temporary");
    this.names.put(InetAddress.getLocalHost().getCanonicalHostName(), "localhost");
    this.names.put(InetAddress.getLocalHost().getHostName(), "localhost");
  }

  List<String> scrub(List<String> eventLog) throws IOException {
    List<String> lines = new ArrayList<>();
    for (String line : eventLog) {
      JsonNode event = MAPPER.readTree(line);
      scrubEvent((ObjectNode) event);
      lines.add(MAPPER.writeValueAsString(event));
    }
    return lines;
  }

  private void scrubEvent(ObjectNode event) {
    MACHINE.stream().filter(event::has).forEach(name -> event.putObject(name));
    if (event.has("User")) {
      event.put("User", USER);
    }
    if (event.path("JVM Information") instanceof ObjectNode jvm) {
      jvm.remove("Java Home");
    }
    if (event.path("Executor Info") instanceof ObjectNode executor) {
      executor.putObject("Log Urls");
      executor.putObject("Attributes");
    }
    scrubTexts(event);
  }

  private void scrubTexts(JsonNode node) {
    if (node instanceof ObjectNode object) {
      object
          .properties()
          .forEach(
              member -> {
                if (member.getValue().isTextual()) {
                  member.setValue(TextNode.valueOf(scrubText(member.getValue().asText())));
                }
              });
    }
    node.forEach(this::scrubTexts);
  }

  private String scrubText(String text) {
    String scrubbed = text;
    for (Map.Entry<String, String> name : names.entrySet()) {
      scrubbed = scrubbed.replace(name.getKey(), name.getValue());
    }
    return scrubbed;
  }
}
