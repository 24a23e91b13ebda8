package dev.redline.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.redline.listener.signal.Signal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The quick reader says of every line what the parser says, or leaves it to the parser. */
class SliceFieldsTest {
  private static final Path LOGS =
      Path.of(System.getProperty("redline.root"), "sample-data/event-logs");
  private static final int MUTANTS_OF_LINE = 12;

  /** What was told of a line; the last element says whether it was an event. */
  private static final class Told implements EventSink {
    private final List<Object> told = new ArrayList<>();

    @Override
    public void sparkVersion(String version) {
      told.add(version);
    }

    @Override
    public void configuration(Map<String, String> entries) {
      told.add(entries);
    }

    @Override
    public void signal(Signal signal) {
      told.add(signal);
    }
  }

  private interface Reading {
    boolean read(EventReader reader) throws IOException;
  }

  private static List<Object> outcome(Reading reading) {
    Told told = new Told();
    try {
      told.told.add(reading.read(new EventReader(told)));
    } catch (IOException | RuntimeException e) {
      // What is told of a bad line before it turns out to be bad is the same either way.
      told.told.add(false);
    }
    return told.told;
  }

  private static void assertSame(byte[] line) {
    List<Object> quick =
        outcome(
            reader -> {
              Lines lines = new Lines(new ByteArrayInputStream(line));
              return lines.next() && reader.read(lines);
            });
    List<Object> parsed = outcome(reader -> reader.readStream(new ByteArrayInputStream(line)));
    assertThat(quick).as(new String(line, UTF_8)).isEqualTo(parsed);
  }

  static Stream<Path> logs() throws IOException {
    return Files.list(LOGS).sorted();
  }

  @ParameterizedTest
  @MethodSource("logs")
  void agreesOnRealLinesAndOnDamagedOnes(Path log) throws Exception {
    Random random = new Random(7);
    try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(log))) {
      for (String line : new String(in.readAllBytes(), UTF_8).split("\n")) {
        byte[] bytes = line.getBytes(UTF_8);
        assertSame(bytes);
        for (int i = 0; i < MUTANTS_OF_LINE; i++) {
          assertSame(mutant(bytes, random));
        }
      }
    }
  }

  /** Cut off, or with one byte replaced, doubled or left out. */
  private static byte[] mutant(byte[] line, Random random) {
    int at = random.nextInt(line.length);
    byte[] mutant = line.clone();
    switch (random.nextInt(4)) {
      case 0 -> mutant = Arrays.copyOf(line, at);
      case 1 ->
          mutant[at] = (byte) "\"\\{}[],:0-9.eEtfn \t\u007f\u0001\u00e9".charAt(random.nextInt(22));
      case 2 -> System.arraycopy(line, at, mutant, at / 2, line.length - at);
      default -> System.arraycopy(line, at, mutant, Math.max(0, at - 1), line.length - at);
    }
    for (int i = 0; i < mutant.length; i++) {
      mutant[i] = mutant[i] == '\n' ? (byte) ' ' : mutant[i];
    }
    return mutant;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{}",
        "{\"Event\":\"SparkListenerTaskStart\"}",
        "{\"Event\":\"SparkListenerTaskStart\"",
        "{\"Event\":\"SparkListenerTaskStart\",}",
        "{\"Event\":\"SparkListenerTaskStart\",\"Task Info\":{\"Launch Time\":1}} and more",
        "{ \"Event\" : \"SparkListenerTaskStart\" , \"Task Info\" : { \"Launch Time\" : 1 } }",
        "{\"Event\":\"SparkListenerTaskStart\",\"Task Info\":{\"Launch Time\":01}}",
        "{\"Event\":\"SparkListenerTaskStart\",\"Task Info\":{\"Launch Time\":1.5}}",
        "{\"Event\":\"SparkListenerTaskStart\",\"Task Info\":{\"Launch Time\":1e3}}",
        "{\"Event\":\"SparkListenerTaskStart\",\"Task Info\":{\"Launch Time\":-7}}",
        "{\"Event\":\"SparkListenerTaskStart\",\"Task Info\":{\"Launch Time\":\"7\"}}",
        "{\"Event\":\"SparkListenerTaskStart\",\"Task Info\":{\"Launch Time\":9223372036854775808}}",
        "{\"Event\":\"SparkListenerTaskStart\",\"Task Info\":{\"Launch Time\":null}}",
        "{\"Event\":\"SparkListenerTaskStart\",\"Task Info\":[{\"Launch Time\":1}]}",
        "{\"Event\":\"SparkListenerTaskStart\",\"a\":fals,\"Task Info\":{\"Launch Time\":1}}",
        "{\"Event\":\"SparkListenerTaskStart\",\"a\":NaN,\"Task Info\":{\"Launch Time\":1}}",
        "{\"Event\":\"SparkListenerTaskStart\",\"a\":\"\\x\",\"Task Info\":{\"Launch Time\":1}}",
        "{\"Event\":\"SparkListenerTaskStart\",\"a\":\"\\ud83d\",\"Task Info\":{\"Launch Time\":1}}",
        "{\"Event\":\"SparkListenerTaskStart\",\"a\":[1,],\"Task Info\":{\"Launch Time\":1}}",
        "{\"Event\":\"SparkListenerTaskStart\",\"a\":[1 2],\"Task Info\":{\"Launch Time\":1}}",
        "{\"Event\":\"SparkListenerTaskStart\",\"a\":{\"b\"},\"Task Info\":{\"Launch Time\":1}}",
        "{\"Event\":\"SparkListenerTaskStart\",\"a\":-,\"Task Info\":{\"Launch Time\":1}}",
        "{\"Event\":\"SparkListenerTaskStart\",\"a\":1.,\"Task Info\":{\"Launch Time\":1}}",
        "{\"Event\":\"SparkListenerTaskStart\",\"a\":-0.5E+7,\"Task Info\":{\"Launch Time\":1}}",
        "{\"Event\":\"SparkListener\\u0054askStart\",\"Task Info\":{\"Launch Time\":1}}",
        "{\"Event\":7,\"Task Info\":{\"Launch Time\":1}}",
        "{\"a\":1,\"Event\":\"SparkListenerTaskStart\",\"Task Info\":{\"Launch Time\":1}}",
        "{\"Event\":\"SparkListenerApplicationStart\",\"App Name\":\"caf\u00e9 \\\"x\\\"\",\"Timestamp\":1}",
        "{\"Event\":\"SparkListenerApplicationStart\",\"App Name\":true,\"App ID\":1.50}",
        "{\"Event\":\"SparkListenerExecutorAdded\",\"Executor ID\":{\"a\":1},\"Timestamp\":2}",
        "[\"Event\"]",
        "SparkListenerTaskStart",
      })
  void agreesOnWhatSparkNeverWrites(String line) {
    assertSame(line.getBytes(UTF_8));
  }

  @Test
  void agreesOnWhatIsDeepOrLong() {
    String begin = "{\"Event\":\"SparkListenerTaskStart\",\"a\":";
    String end = ",\"Task Info\":{\"Launch Time\":1}}";
    for (int depth : new int[] {1, 63, 64, 65, 500, 2_000}) {
      assertSame((begin + "[".repeat(depth) + "]".repeat(depth) + end).getBytes(UTF_8));
    }
    assertSame((begin + "1" + "0".repeat(2_000) + end).getBytes(UTF_8));
    assertSame((begin + "\"" + "x".repeat(1_000_000) + "\"" + end).getBytes(UTF_8));
  }

  @Test
  void isWhatReadsRealLinesAndNotTheParser() throws Exception {
    SliceFields slice = new SliceFields();
    byte[] line =
        "{\"Event\":\"SparkListenerTaskStart\",\"a\":\"\\n\\t\\\"\",\"Launch Time\":17}"
            .getBytes(UTF_8);
    assertThat(slice.begin(line, 0, line.length)).isEqualTo("SparkListenerTaskStart");
    List<Object> seen = new ArrayList<>();
    slice.rest(name -> seen.add(name.equals("a") ? name : slice.number()));
    assertThat(seen).containsExactly("a", 17L);
  }
}
