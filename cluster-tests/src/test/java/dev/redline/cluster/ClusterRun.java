package dev.redline.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.redline.sandbox.spark.SparkRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A scenario that was run to its end.
 *
 * @param run the driver's end
 * @param folder what it left
 */
record ClusterRun(SparkRun run, Path folder) {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  JsonNode verdict() throws IOException {
    return MAPPER.readTree(folder.resolve("verdict.json").toFile());
  }

  JsonNode record() throws IOException {
    return MAPPER.readTree(folder.resolve("run.json").toFile());
  }

  /** What the application computed. */
  String result() throws IOException {
    return Files.readString(folder.resolve("result"));
  }

  /** The event log; named {@code .inprogress} where Spark did not close it. */
  Path eventLog() throws IOException {
    try (Stream<Path> logs = Files.list(folder.resolve("events"))) {
      return logs.reduce(
              (one, other) -> {
                throw new IllegalStateException("two event logs: " + one + ", " + other);
              })
          .orElseThrow();
    }
  }

  /** How many executors were lost while a job ran; one that is announced twice is one. */
  int executorsLost() throws IOException {
    return executorsLost(Files.readAllLines(eventLog()));
  }

  static int executorsLost(List<String> eventLog) throws IOException {
    Set<String> lost = new HashSet<>();
    for (String line : eventLog) {
      JsonNode event = MAPPER.readTree(line);
      String name = event.path("Event").asText();
      if (name.equals("SparkListenerExecutorRemoved")) {
        lost.add(event.path("Executor ID").asText());
      } else if (name.equals("SparkListenerJobEnd")
          && !event.at("/Job Result/Result").asText().equals("JobSucceeded")) {
        break;
      }
    }
    return lost.size();
  }
}
