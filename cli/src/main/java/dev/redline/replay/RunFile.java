package dev.redline.replay;

import dev.redline.dashboards.report.RunRecords;
import dev.redline.listener.run.RunRecord;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * A run on disk in either of its forms: the record that the agent wrote, or Spark's event log,
 * which is replayed.
 */
public final class RunFile {
  /** Enough for the first line of an event log, which names an event. */
  private static final int HEAD_BYTES = 8_192;

  private RunFile() {}

  /**
   * Reads a run.
   *
   * @param path a run record, an event log, or the folder of a rolling log
   * @param settings to judge an event log by, instead of those in it
   * @param err where progress is shown
   * @throws IOException with a message that names the path and what is wrong with it
   */
  public static RunRecord read(Path path, Map<String, String> settings, PrintWriter err)
      throws IOException {
    if (Files.isRegularFile(path) && isRecord(path) || !Files.exists(path)) {
      return RunRecords.read(path);
    }
    EventLog log = LogSearch.only(path);
    ProgressLine progress = new ProgressLine(log, err);
    Replay replay = new Replay(settings);
    try {
      replay.read(log, progress::at);
    } catch (IOException e) {
      throw new IOException(
          path + " is neither a run record nor an event log: " + e.getMessage(), e);
    } finally {
      progress.clear();
    }
    return replay.record();
  }

  /** A record is JSON that names no event; a compressed log is no text at all. */
  private static boolean isRecord(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      String head = new String(in.readNBytes(HEAD_BYTES), StandardCharsets.UTF_8).stripLeading();
      return head.isEmpty() || head.startsWith("{") && !head.contains("\"Event\":");
    }
  }
}
