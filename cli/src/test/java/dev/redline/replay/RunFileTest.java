package dev.redline.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.redline.listener.run.Json;
import dev.redline.listener.run.RunRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFileTest {
  @TempDir private Path folder;

  private static RunRecord read(Path path) throws IOException {
    return RunFile.read(path, Map.of(), new PrintWriter(new StringWriter()));
  }

  private static byte[] log() {
    return LogText.start()
        .executorAdded("1")
        .jobStarted()
        .taskSucceeded(0, "1", 1_234)
        .ended()
        .text()
        .getBytes(UTF_8);
  }

  @Test
  void readsAnEventLogAndItsRecordAlike() throws IOException {
    Path log = Files.write(folder.resolve("app-1"), log());
    RunRecord replayed = read(log);
    assertThat(replayed.totals().shuffleWriteBytes()).isEqualTo(1_234);
    Path record = Files.writeString(folder.resolve("run.json"), Json.write(replayed));
    assertThat(read(record)).isEqualTo(replayed);
  }

  @Test
  void readsCompressedAndRollingLogs() throws IOException {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
      gzip.write(log());
    }
    Path zipped = Files.write(folder.resolve("app-1.gz"), compressed.toByteArray());
    assertThat(read(zipped).totals().tasks()).isEqualTo(1);
    Path rolling = Files.createDirectories(folder.resolve("eventlog_v2_app-1"));
    Files.write(rolling.resolve("events_1_app-1"), log());
    assertThat(read(rolling).totals().tasks()).isEqualTo(1);
  }

  @Test
  void saysWhatIsWrongWithAPath() throws IOException {
    Path missing = folder.resolve("none.json");
    assertThatIOException().isThrownBy(() -> read(missing)).withMessageContaining("none.json");
    Path noise = Files.write(folder.resolve("noise"), new byte[] {1, 2, 3, 4});
    assertThatIOException()
        .isThrownBy(() -> read(noise))
        .withMessageContaining(noise + " is neither a run record nor an event log");
    Path two = Files.createDirectories(folder.resolve("two"));
    Files.write(two.resolve("a"), log());
    Files.write(two.resolve("b"), log());
    assertThatIOException()
        .isThrownBy(() -> read(two))
        .withMessage(two + " holds 2 event logs; name the one of the run: a, b");
  }

  @Test
  void asksForARunWhereThereIsNone() throws IOException {
    Path empty = Files.createFile(folder.resolve("empty"));
    assertThatIOException().isThrownBy(() -> read(empty)).withMessageContaining("empty");
    Path nothing = Files.createDirectories(folder.resolve("nothing"));
    assertThatIOException().isThrownBy(() -> read(nothing)).withMessageContaining("0 event logs");
  }
}
