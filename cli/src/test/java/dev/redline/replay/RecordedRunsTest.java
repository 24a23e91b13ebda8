package dev.redline.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/**
 * The event logs of our own runs on real clusters, healthy and doomed, without the guard; the guard
 * must stop what Spark would have failed by itself, and nothing else.
 */
class RecordedRunsTest {
  private static final Path DATA = Path.of(System.getProperty("redline.root"), "sample-data");
  private static final Path LOGS = DATA.resolve("event-logs");
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** A row of the table beside the logs. */
  private record Row(String log, String scenario, String policy, String cause) {
    boolean doomed() {
      return !policy.equals("-");
    }

    @Override
    public String toString() {
      return log;
    }
  }

  private static Stream<Row> rows() throws IOException {
    return Files.readAllLines(DATA.resolve("event-logs.tsv")).stream()
        .skip(1)
        .map(line -> Arrays.asList(line.split("\t", -1)))
        .map(cells -> new Row(cells.get(0), cells.get(1), cells.get(6), cells.get(7)));
  }

  private static Stream<Row> doomed() throws IOException {
    return rows().filter(Row::doomed);
  }

  private static Stream<Row> survivors() throws IOException {
    return rows().filter(row -> !row.doomed());
  }

  private static JsonNode replay(Row row) throws IOException {
    StringWriter out = new StringWriter();
    int exitCode =
        new CommandLine(new ReplayCommand())
            .setOut(new PrintWriter(out))
            .execute(LOGS.resolve(row.log).toString());
    assertThat(exitCode).isZero();
    JsonNode judgement = MAPPER.readTree(out.toString());
    assertThat(judgement.path("complete").asBoolean()).isTrue();
    assertThat(judgement.path("badLines").asInt()).isZero();
    return judgement;
  }

  @Test
  void everyScenarioWasRecordedOnBothSparks() throws Exception {
    try (Stream<Path> logs = Files.list(LOGS)) {
      assertThat(logs.map(log -> log.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(rows().map(Row::log).toList());
    }
    assertThat(doomed().map(Row::scenario).distinct())
        .containsExactlyInAnyOrder(
            "heap-exhaustion",
            "repeated-sigkill",
            "stage-churn",
            "container-memory",
            "heap-on-yarn");
    assertThat(survivors().map(Row::scenario).distinct())
        .containsExactlyInAnyOrder("healthy", "one-sigkill", "scale-in", "user-exception");
    assertThat(rows()).hasSize(18);
  }

  @ParameterizedTest
  @MethodSource("doomed")
  void stopsADoomedRunForItsRightCauseBeforeSparkDid(Row row) throws Exception {
    JsonNode judgement = replay(row);
    assertThat(judgement.path("verdict").asText()).isEqualTo("STOP");
    assertThat(judgement.path("cause").asText()).isEqualTo(row.cause);
    assertThat(judgement.at("/stop/policy").asText()).isEqualTo(row.policy);
    assertThat(judgement.at("/stop/secondsSaved").asInt()).isPositive();
    assertThat(judgement.path("losses"))
        .allMatch(loss -> loss.path("cause").asText().equals(row.cause))
        .extracting(loss -> loss.path("executorId").asText())
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("survivors")
  void neverStopsARunThatSparkCanHandle(Row row) throws Exception {
    JsonNode judgement = replay(row);
    assertThat(judgement.path("stop").isNull()).isTrue();
    List<JsonNode> losses =
        Stream.of(judgement.path("losses")).flatMap(RecordedRunsTest::items).toList();
    switch (row.scenario) {
      case "one-sigkill" ->
          assertThat(losses)
              .extracting(loss -> loss.path("cause").asText())
              .containsExactly("KILLED");
      case "scale-in" ->
          assertThat(losses)
              .isNotEmpty()
              .allMatch(loss -> loss.path("cause").asText().equals("SCALED_IN"))
              .noneMatch(loss -> loss.path("counted").asBoolean());
      default -> assertThat(losses).isEmpty();
    }
  }

  private static Stream<JsonNode> items(JsonNode array) {
    Stream.Builder<JsonNode> items = Stream.builder();
    array.forEach(items);
    return items.build();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void namesNoMachineAndNoUser(Row row) throws Exception {
    try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(LOGS.resolve(row.log)))) {
      String text = new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
      assertThat(text).doesNotContain("/tmp/", "/root/", "/home/r", "/usr/", "\"user.name\"");
      assertThat(text).contains("\"User\":\"user\"");
    }
  }
}
