package dev.redline.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.redline.listener.run.RunRecord;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Logs of runs that must not be stopped are not stopped for what went wrong with the log. */
class PerturbedLogsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path ROOT = Path.of(System.getProperty("redline.root"));
  private static final Path CORPUS = Path.of(System.getProperty("redline.corpus", "none"));

  private static final int ROUNDS = 2;
  private static final long SMALL_BYTES = 20_000;

  /** What may happen to a log between Spark and us. */
  enum Perturbation {
    EVENTS_TWICE((lines, random) -> twice(lines)),
    EVENTS_LOST((lines, random) -> lines.stream().filter(line -> random.nextInt(10) > 0).toList()),
    NO_JOB_ENDS((lines, random) -> without(lines, "SparkListenerJobEnd")),
    NO_JOB_STARTS((lines, random) -> without(lines, "SparkListenerJobStart")),
    NO_ENDS((lines, random) -> without(lines, "SparkListenerApplicationEnd")),
    NO_EXECUTORS_ADDED((lines, random) -> without(lines, "SparkListenerExecutorAdded")),
    REMOVALS_FIRST((lines, random) -> first(lines, "SparkListenerExecutorRemoved")),
    NO_SETTINGS((lines, random) -> without(lines, "SparkListenerEnvironmentUpdate")),
    SHUFFLED(PerturbedLogsTest::shuffled),
    REVERSED((lines, random) -> reversed(lines)),
    CUT_OFF((lines, random) -> cut(lines, random)),
    WINDOWS((lines, random) -> lines.stream().map(line -> line + "\r").toList()),
    MEMBERS_NULL((lines, random) -> each(lines, event -> nulls(event, random))),
    MEMBERS_GONE((lines, random) -> each(lines, event -> gone(event, random))),
    NUMBERS_AS_TEXTS((lines, random) -> each(lines, PerturbedLogsTest::texts)),
    NUMBERS_HUGE((lines, random) -> each(lines, event -> numbers(event, random, HUGE))),
    NUMBERS_NEGATIVE((lines, random) -> each(lines, event -> numbers(event, random, "-1"))),
    MEMBERS_REVERSED((lines, random) -> each(lines, PerturbedLogsTest::membersReversed));

    private final BiFunction<List<String>, Random, List<String>> change;

    Perturbation(BiFunction<List<String>, Random, List<String>> change) {
      this.change = change;
    }
  }

  private static final String HUGE = "99999999999999999999";

  private static List<String> twice(List<String> lines) {
    return lines.stream().flatMap(line -> Stream.of(line, line)).toList();
  }

  private static List<String> without(List<String> lines, String event) {
    return lines.stream().filter(line -> !line.contains('"' + event + '"')).toList();
  }

  private static List<String> first(List<String> lines, String event) {
    return Stream.concat(
            lines.stream().filter(line -> line.contains('"' + event + '"')),
            without(lines, event).stream())
        .toList();
  }

  private static List<String> shuffled(List<String> lines, Random random) {
    List<String> other = new ArrayList<>(lines);
    Collections.shuffle(other, random);
    return other;
  }

  private static List<String> reversed(List<String> lines) {
    List<String> other = new ArrayList<>(lines);
    Collections.reverse(other);
    return other;
  }

  private static List<String> cut(List<String> lines, Random random) {
    List<String> some = new ArrayList<>(lines.subList(0, 1 + random.nextInt(lines.size())));
    String last = some.remove(some.size() - 1);
    some.add(last.substring(0, last.length() / 2));
    return some;
  }

  private static List<String> each(List<String> lines, UnaryOperator<JsonNode> change) {
    List<String> other = new ArrayList<>();
    for (String line : lines) {
      try {
        other.add(change.apply(JSON.readTree(line)).toString());
      } catch (IOException e) {
        other.add(line);
      }
    }
    return other;
  }

  private static JsonNode nulls(JsonNode event, Random random) {
    return walk(
        event,
        (object, name) -> {
          if (changed(name, random)) {
            object.putNull(name);
          }
        });
  }

  private static JsonNode gone(JsonNode event, Random random) {
    return walk(
        event,
        (object, name) -> {
          if (changed(name, random)) {
            object.remove(name);
          }
        });
  }

  private static JsonNode texts(JsonNode event) {
    return walk(
        event,
        (object, name) -> {
          if (object.get(name).isNumber()) {
            object.put(name, object.get(name).asText());
          }
        });
  }

  private static JsonNode numbers(JsonNode event, Random random, String digits) {
    return walk(
        event,
        (object, name) -> {
          if (object.get(name).isNumber() && changed(name, random)) {
            object.put(name, new BigInteger(digits));
          }
        });
  }

  private static JsonNode membersReversed(JsonNode event) {
    List<String> names = new ArrayList<>();
    event.fieldNames().forEachRemaining(names::add);
    Collections.reverse(names);
    ObjectNode other = JSON.createObjectNode();
    names.forEach(name -> other.set(name, event.get(name)));
    return other;
  }

  private static boolean changed(String name, Random random) {
    return !name.equals("Event") && random.nextInt(4) == 0;
  }

  private static JsonNode walk(JsonNode node, BiConsumer<ObjectNode, String> change) {
    if (node instanceof ObjectNode object) {
      List<String> names = new ArrayList<>();
      for (Iterator<String> all = object.fieldNames(); all.hasNext(); ) {
        names.add(all.next());
      }
      for (String name : names) {
        walk(object.get(name), change);
        change.accept(object, name);
      }
    } else {
      node.forEach(element -> walk(element, change));
    }
    return node;
  }

  private static RunRecord replay(List<String> lines) {
    Replay replay = new Replay(Map.of());
    try {
      replay.read(new ByteArrayInputStream(String.join("\n", lines).getBytes(UTF_8)));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return replay.record();
  }

  private static List<EventLog> logs() {
    List<EventLog> logs =
        new ArrayList<>(LogSearch.in(ROOT.resolve("sample-data/event-logs")).logs());
    if (Files.isDirectory(CORPUS)) {
      LogSearch.in(CORPUS.resolve("event-logs")).logs().stream()
          .filter(log -> log.sizeBytes() < SMALL_BYTES)
          .forEach(logs::add);
    }
    return logs;
  }

  private static List<String> lines(EventLog log) throws IOException {
    List<String> lines = new ArrayList<>();
    for (Path file : log.files()) {
      try (InputStream in = Codec.uncompressed(Files.newInputStream(file))) {
        lines.addAll(new String(in.readAllBytes(), UTF_8).lines().toList());
      }
    }
    return lines;
  }

  /** Runs of our own that nothing stops, some of which lose executors. */
  private static List<List<String>> runs() throws IOException {
    List<List<String>> runs = new ArrayList<>();
    for (EventLog log : logs()) {
      List<String> lines = lines(log);
      if (!replay(lines).verdict().isStop()) {
        runs.add(lines);
      }
    }
    assertThat(runs).hasSizeGreaterThan(7);
    return runs;
  }

  @ParameterizedTest
  @EnumSource(Perturbation.class)
  void stopsNoneOfThem(Perturbation perturbation) throws Exception {
    Random random = new Random(perturbation.ordinal());
    for (List<String> run : runs()) {
      for (int i = 0; i < ROUNDS; i++) {
        List<String> lines = perturbation.change.apply(run, random);
        RunRecord record = replay(lines);
        assertThat(record.verdict().isStop()).as("%s", record.verdict()).isFalse();
        assertThat(record.totals().shuffleWriteBytes()).isNotNegative();
        assertThat(record.totals().spillDiskBytes()).isNotNegative();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Perturbation.class,
      names = {"WINDOWS", "NUMBERS_AS_TEXTS", "MEMBERS_REVERSED"})
  void readsTheSameHoweverItIsWritten(Perturbation perturbation) throws Exception {
    for (List<String> run : runs()) {
      RunRecord other = replay(perturbation.change.apply(run, new Random(1)));
      assertThat(other).isEqualTo(replay(run));
    }
  }

  /** The time of an event is needed to judge; where it is none, the event before had the time. */
  @Test
  void takesNoTimeFromAnEventThatHasNone() {
    List<String> lines = LogText.start().executorAdded("1").jobStarted().text().lines().toList();
    long started = replay(lines).endedAtMs();
    for (String time : List.of("0", "-5", "null", "\"\"", HUGE, "300000000000000")) {
      List<String> more = new ArrayList<>(lines);
      more.add(
          "{\"Event\":\"SparkListenerExecutorRemoved\",\"Timestamp\":%s,\"Executor ID\":\"1\"}"
              .formatted(time));
      RunRecord record = replay(more);
      assertThat(record.endedAtMs()).isEqualTo(started);
      assertThat(record.totals().executorsRemoved()).isEqualTo(1);
    }
  }
}
