package dev.redline.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.luben.zstd.ZstdOutputStream;
import com.ning.compress.lzf.LZFOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import net.jpountz.lz4.LZ4BlockOutputStream;
import net.jpountz.lz4.LZ4FrameOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xerial.snappy.SnappyFramedOutputStream;
import org.xerial.snappy.SnappyOutputStream;
import picocli.CommandLine;

class ReplayTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @TempDir Path folder;

  private record Output(int exitCode, List<JsonNode> logs, String err) {
    JsonNode only() {
      assertThat(logs).as(err).hasSize(1);
      return logs.get(0);
    }
  }

  private Output replay(Object... args) throws IOException {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode =
        new CommandLine(new ReplayCommand())
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(Arrays.stream(args).map(Object::toString).toArray(String[]::new));
    List<JsonNode> logs = new ArrayList<>();
    for (String line : out.toString().lines().toList()) {
      logs.add(MAPPER.readTree(line));
    }
    return new Output(exitCode, logs, err.toString());
  }

  private Path file(String name, byte[] content) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.write(file, content);
  }

  private Path file(String name, LogText log) throws IOException {
    return file(name, log.text().getBytes(UTF_8));
  }

  private static LogText healthy() {
    return LogText.start()
        .executorAdded("1")
        .jobStarted()
        .taskSucceeded(0, "1", 1_000)
        .taskSucceeded(1, "1", 234)
        .ended();
  }

  private static LogText doomed() {
    return LogText.start()
        .executorAdded("1")
        .executorAdded("2")
        .jobStarted()
        .taskLost(0, "1")
        .executorRemoved("1", "Command exited with code 52")
        .executorRemoved("2", "Command exited with code 52")
        .taskLost(0, "2")
        .ended();
  }

  @Test
  void tellsWhatAHealthyRunDid() throws Exception {
    JsonNode run = replay(file("log", healthy())).only();
    assertThat(run.path("verdict").asText()).isEqualTo("HEALTHY");
    assertThat(run.path("stop").isNull()).isTrue();
    assertThat(run.path("appId").asText()).isEqualTo("app-1");
    assertThat(run.path("sparkVersion").asText()).isEqualTo("3.5.6");
    assertThat(run.path("shuffleWriteBytes").asLong()).isEqualTo(1_234);
    assertThat(run.path("shuffleReadBytes").asLong()).isEqualTo(20);
    assertThat(run.path("spillDiskBytes").asLong()).isEqualTo(10);
    assertThat(run.path("tasks").asLong()).isEqualTo(2);
    assertThat(run.path("executorsAdded").asInt()).isEqualTo(1);
    assertThat(run.path("complete").asBoolean()).isTrue();
    assertThat(run.path("badLines").asLong()).isZero();
    assertThat(run.at("/peakExecutorMemory/liveHeapRatio").isNull()).isTrue();
  }

  @Test
  void stopsADoomedRunWhereTheGuardWould() throws Exception {
    JsonNode run = replay(file("log", doomed())).only();
    assertThat(run.path("verdict").asText()).isEqualTo("STOP");
    assertThat(run.path("cause").asText()).isEqualTo("HEAP_OOM");
    assertThat(run.at("/stop/policy").asText()).isEqualTo("poison-task");
    assertThat(run.at("/stop/secondsSaved").asLong()).isEqualTo(60);
    assertThat(run.path("losses")).hasSize(2);
    assertThat(run.at("/losses/0/ruleId").asText()).isEqualTo("exit-52");
  }

  @Test
  void judgesByTheSettingsGiven() throws Exception {
    Path log = file("log", doomed());
    assertThat(replay("--conf", "spark.redline.poison-task.deaths=3", log).only().path("verdict"))
        .hasToString("\"WARN\"");
    assertThat(replay("--conf", "spark.redline.poison-task.deths=3", log).err())
        .contains("did you mean spark.redline.poison-task.deaths?");
    assertThat(replay("--mode", "gentle", log).exitCode()).isEqualTo(2);
  }

  enum Compression {
    GZIP {
      @Override
      OutputStream to(OutputStream out) throws IOException {
        return new GZIPOutputStream(out);
      }
    },
    ZSTD {
      @Override
      OutputStream to(OutputStream out) throws IOException {
        return new ZstdOutputStream(out);
      }
    },
    LZ4 {
      @Override
      OutputStream to(OutputStream out) {
        return new LZ4BlockOutputStream(out, 32 * 1024);
      }
    },
    LZF {
      @Override
      OutputStream to(OutputStream out) {
        return new LZFOutputStream(out);
      }
    },
    LZ4_FRAME {
      @Override
      OutputStream to(OutputStream out) throws IOException {
        return new LZ4FrameOutputStream(out, LZ4FrameOutputStream.BLOCKSIZE.SIZE_64KB);
      }
    },
    SNAPPY {
      @Override
      OutputStream to(OutputStream out) {
        return new SnappyOutputStream(out, 32 * 1024);
      }
    },
    SNAPPY_FRAMED {
      @Override
      OutputStream to(OutputStream out) throws IOException {
        return new SnappyFramedOutputStream(out);
      }
    };

    abstract OutputStream to(OutputStream out) throws IOException;

    byte[] compress(String text) throws IOException {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (OutputStream out = to(bytes)) {
        out.write(text.getBytes(UTF_8));
      }
      return bytes.toByteArray();
    }
  }

  private static LogText longRun() {
    LogText log = LogText.start().executorAdded("1").jobStarted();
    for (int i = 0; i < 2_000; i++) {
      log.taskSucceeded(i, "1", i);
    }
    return log;
  }

  @ParameterizedTest
  @EnumSource(Compression.class)
  void readsWhateverItIsCompressedWith(Compression compression) throws Exception {
    JsonNode run = replay(file("log", compression.compress(longRun().text()))).only();
    assertThat(run.path("tasks").asLong()).isEqualTo(2_000);
    assertThat(run.path("shuffleWriteBytes").asLong()).isEqualTo(1_999_000);
    assertThat(run.path("badLines").asLong()).isZero();
  }

  @ParameterizedTest
  @EnumSource(Compression.class)
  void readsWhatIsLeftOfAFileThatIsCutOff(Compression compression) throws Exception {
    byte[] whole = compression.compress(longRun().text());
    Output output = replay(file("log", Arrays.copyOf(whole, whole.length * 2 / 3)));
    assertThat(output.exitCode()).isZero();
    assertThat(output.only().path("tasks").asLong()).isPositive().isLessThan(2_000);
    assertThat(output.only().path("complete").asBoolean()).isFalse();
  }

  /** Logs are put together of pieces, and copied with what is behind them. */
  @ParameterizedTest
  @EnumSource(Compression.class)
  void readsPiecesThatWereCompressedOneByOneAndPassesOverWhatFollows(Compression compression)
      throws Exception {
    List<String> lines = longRun().ended().text().lines().toList();
    ByteArrayOutputStream pieces = new ByteArrayOutputStream();
    for (List<String> piece : List.of(lines.subList(0, 999), lines.subList(999, lines.size()))) {
      pieces.write(compression.compress(String.join("\n", piece) + "\n"));
    }
    pieces.write("trailing \u0000 garbage".getBytes(UTF_8));
    JsonNode run = replay(file("log", pieces.toByteArray())).only();
    assertThat(run.path("tasks").asLong()).isEqualTo(2_000);
    assertThat(run.path("complete").asBoolean()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(Compression.class)
  void namesACompressedFileWithNothingInIt(Compression compression) throws Exception {
    Output output = replay(file("log", compression.compress("")), file("other", healthy()));
    assertThat(output.exitCode()).isEqualTo(2);
    assertThat(output.err().lines()).filteredOn(line -> line.contains("no Spark event")).hasSize(1);
    assertThat(output.logs()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(Compression.class)
  void noDamageIsFatal(Compression compression) throws Exception {
    byte[] whole = compression.compress(longRun().ended().text());
    Random random = new Random(compression.ordinal());
    for (int i = 0; i < 5; i++) {
      byte[] damaged = whole.clone();
      for (int n = 0; n < 8; n++) {
        damaged[12 + random.nextInt(damaged.length - 12)] = (byte) random.nextInt(256);
      }
      // Whatever is left may be no log at all, but it is said, and the others are judged.
      Output output = replay(file("log", damaged), file("other", healthy()));
      assertThat(output.exitCode()).as(output.err()).isIn(0, 2);
      assertThat(output.logs()).hasSize(output.exitCode() == 0 ? 2 : 1);
    }
  }

  @Test
  void countsLinesThatAreNoEventsAndGoesOn() throws Exception {
    LogText log =
        LogText.start()
            .add("")
            .add("not json")
            .add("{\"Event\":\"SparkListenerTaskEnd\",\"Stage ID\":")
            .add("[1,2]")
            .add("{\"no\":\"event\"}")
            .add("\u0000\u0001\uFFFF")
            .add("{\"Event\":\"SparkListenerSomethingNew\",\"x\":{\"y\":[1,{\"z\":2}]}}")
            .executorAdded("1")
            .jobStarted()
            .taskSucceeded(0, "1", 9)
            .ended();
    String text = log.text() + "{\"Event\":\"SparkListenerTaskEnd\",\"Stage ID\":1,\"Ta";
    JsonNode run = replay(file("log", text.getBytes(UTF_8))).only();
    assertThat(run.path("badLines").asLong()).isEqualTo(7);
    assertThat(run.path("tasks").asLong()).isEqualTo(1);
    assertThat(run.path("complete").asBoolean()).isTrue();
  }

  @Test
  void readsPastAGiganticLine() throws Exception {
    String gigantic =
        "{\"Event\":\"SparkListenerSQLExecutionStart\",\"plan\":\""
            + "x".repeat(30_000_000)
            + "\"}";
    LogText log = LogText.start().add(gigantic).executorAdded("1").jobStarted();
    JsonNode run = replay(file("log", log.taskSucceeded(0, "1", 9).ended())).only();
    assertThat(run.path("tasks").asLong()).isEqualTo(1);
  }

  @Test
  void toleratesFieldsOfOtherTypes() throws Exception {
    LogText log =
        LogText.start()
            .add("{\"Event\":\"SparkListenerExecutorAdded\",\"Timestamp\":\"x\",\"Executor ID\":7}")
            .add("{\"Event\":\"SparkListenerTaskEnd\",\"Task Info\":null,\"Task Metrics\":[]}")
            .add("{\"Event\":\"SparkListenerJobEnd\",\"Job Result\":\"none\"}")
            .add("{\"Event\":\"SparkListenerStageCompleted\"}")
            .add("{\"Event\":\"SparkListenerExecutorMetricsUpdate\",\"Executor ID\":\"1\"}")
            .add("{\"Event\":\"SparkListenerApplicationEnd\"}");
    JsonNode run = replay(file("log", log)).only();
    assertThat(run.path("badLines").asLong()).isZero();
    assertThat(run.path("executorsAdded").asInt()).isEqualTo(1);
  }

  @Test
  void readsARollingLogAsOneInTheOrderOfItsParts() throws Exception {
    List<String> lines = longRun().ended().text().lines().toList();
    String name = "eventlog_v2_app-1/events_%d_app-1";
    for (int part = 0; part < 12; part++) {
      int from = lines.size() * part / 12;
      int to = lines.size() * (part + 1) / 12;
      String text = String.join("\n", lines.subList(from, to)) + "\n";
      file(name.formatted(part + 1) + ".zstd", Compression.ZSTD.compress(text));
    }
    file("eventlog_v2_app-1/appstatus_app-1.inprogress", new byte[0]);
    JsonNode run = replay(folder.resolve("eventlog_v2_app-1")).only();
    assertThat(run.path("tasks").asLong()).isEqualTo(2_000);
    assertThat(run.path("complete").asBoolean()).isTrue();
    assertThat(run.path("appName").asText()).isEqualTo("t");
  }

  @Test
  void saysWhichPartOfARollingLogIsMissing() throws Exception {
    List<String> lines = longRun().ended().text().lines().toList();
    file("eventlog_v2_a/events_1_a", (lines.get(0) + "\n").getBytes(UTF_8));
    byte[] rest = String.join("\n", lines.subList(500, lines.size())).getBytes(UTF_8);
    file("eventlog_v2_a/events_4_a", rest);
    file("eventlog_v2_a/events_4_a.gz", Compression.GZIP.compress("the same, packed"));
    Output output = replay(folder.resolve("eventlog_v2_a"));
    assertThat(output.exitCode()).isZero();
    assertThat(output.err()).contains("without the missing parts [2, 3] of the rolling log");
    assertThat(output.only().path("complete").asBoolean()).isTrue();
    assertThat(output.only().path("tasks").asLong()).isPositive().isLessThan(2_000);
  }

  @Test
  void aCompactedPartStandsForAllBeforeIt() throws Exception {
    file("eventlog_v2_a/events_1_a", doomed());
    file("eventlog_v2_a/events_2_a.compact", healthy());
    file("eventlog_v2_a/events_2_a", doomed());
    Output output = replay(folder.resolve("eventlog_v2_a"));
    assertThat(output.err()).isEmpty();
    assertThat(output.only().path("verdict").asText()).isEqualTo("HEALTHY");
  }

  @Test
  void findsWhatAFolderOfManyThingsHolds() throws Exception {
    Path all = folder.resolve("all");
    file("all/plain one \u65e5\u672c\nlog", healthy());
    file("all/deeper/still/log.inprogress", healthy());
    file("all/eventlog_v2_a/events_1_a", healthy());
    file("all/events_1_b", healthy());
    file("all/events_1_c.zstd", Compression.ZSTD.compress(healthy().text()));
    file("all/empty.gz", new byte[0]);
    file("all/notes.txt", "hello\n".getBytes(UTF_8));
    file("all/audit.json", "{\"Event\":\"login\"}\n".getBytes(UTF_8));
    Files.createSymbolicLink(all.resolve("loop"), all);
    Files.createSymbolicLink(all.resolve("deeper/up"), all);
    Files.createSymbolicLink(all.resolve("dangling"), all.resolve("nowhere"));
    Files.createSymbolicLink(all.resolve("self"), all.resolve("self"));
    Output output = replay(all);
    assertThat(output.exitCode()).isEqualTo(2);
    assertThat(output.logs())
        .extracting(run -> run.path("log").asText().substring(all.toString().length()))
        .containsExactlyInAnyOrder(
            "/plain one \u65e5\u672c\nlog",
            "/deeper/still/log.inprogress",
            "/eventlog_v2_a",
            "/events_1_b",
            "/events_1_c.zstd");
    assertThat(output.err().lines().filter(line -> line.startsWith("redline: ")))
        .hasSize(5)
        .anyMatch(line -> line.endsWith("dangling: there is no such file or folder"))
        .anyMatch(line -> line.endsWith("notes.txt: holds no Spark event, only other text"))
        .anyMatch(line -> line.endsWith("audit.json: holds no Spark event, only other text"));
  }

  @Test
  void judgesEveryLogOfAFolderAndSumsUp() throws Exception {
    file("logs/a", healthy());
    file("logs/b.inprogress", doomed());
    file("logs/.hidden", healthy());
    Output output = replay(folder.resolve("logs"));
    assertThat(output.exitCode()).isZero();
    assertThat(output.logs()).hasSize(2);
    assertThat(output.err())
        .contains("2 logs judged: 1 HEALTHY, 1 STOP", "2 HEAP_OOM (counted)", "an estimate");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n\n", "hello\nworld\n", "{\"a\":1}\n"})
  void namesWhatIsNoLogAndJudgesTheOthers(String text) throws Exception {
    Path none = file("none.txt", text.getBytes(UTF_8));
    Path missing = folder.resolve("missing");
    Output output = replay(none, missing, file("log", healthy()));
    assertThat(output.exitCode()).isEqualTo(2);
    assertThat(output.logs()).hasSize(1);
    assertThat(output.err().lines())
        .anyMatch(line -> line.contains(none + ": holds no Spark event"))
        .anyMatch(line -> line.contains(missing + ": there is no such file"));
  }

  @Test
  void drawsTheReport() throws Exception {
    Path page = folder.resolve("page.html");
    assertThat(replay("--report", page, file("log", doomed())).exitCode()).isZero();
    assertThat(page).content().contains("WOULD STOP", "Replayed from an event log");
  }

  @Test
  void judgesThoughTheReportCannotBeWritten() throws Exception {
    Output output = replay("--report", folder, file("log", doomed()));
    assertThat(output.exitCode()).isEqualTo(1);
    assertThat(output.err()).contains(folder + ": the report cannot be written: ");
    assertThat(output.only().path("verdict").asText()).isEqualTo("STOP");
  }

  @Test
  void saysInWordsWhyAFileCannotBeRead() {
    Path path = Path.of("a\nb");
    assertThat(Words.why(path, new AccessDeniedException("a\nb"))).isEqualTo("permission denied");
    assertThat(Words.why(path, new FileSystemException("a\nb", null, "Input/output error")))
        .isEqualTo("Input/output error");
    assertThat(Words.why(path, new IOException("a\nb: broken"))).isEqualTo("broken");
    assertThat(Words.why(path, new IOException())).isEqualTo("java.io.IOException");
  }

  @Test
  void givesTheSameAnswerEveryTime() throws Exception {
    Path log = file("log", doomed());
    assertThat(replay(log).logs()).isEqualTo(replay(log).logs());
  }
}
