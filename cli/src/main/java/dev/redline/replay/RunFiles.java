package dev.redline.replay;

import dev.redline.dashboards.report.RunRecords;
import dev.redline.listener.run.RunRecord;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Runs from files of either kind: a run record that the agent wrote, or an event log of Spark. */
public final class RunFiles {
  private static final int HEAD_BYTES = 4096;

  private RunFiles() {}

  /**
   * Reads one run.
   *
   * @param path a run record, an event log, plain or compressed, or the folder of a rolling log
   * @throws IOException with a message that names the file, what is wrong with it and what to do
   */
  public static RunRecord read(Path path) throws IOException {
    return isRunRecord(path) ? RunRecords.read(path) : replayed(path);
  }

  private static RunRecord replayed(Path path) throws IOException {
    List<EventLog> logs = EventLog.find(path);
    if (logs.size() != 1) {
      throw new IOException(
          path + " holds " + logs.size() + " event logs; name one of them, or a run record");
    }
    Replay replay = new Replay(Map.of());
    try {
      replay.read(logs.get(0), read -> {});
    } catch (IOException e) {
      throw new IOException(path + " " + e.getMessage() + ", and it is no run record", e);
    }
    return replay.record();
  }

  /** An event log's first line is an event; a run record is one object without any. */
  private static boolean isRunRecord(Path path) throws IOException {
    if (!Files.isRegularFile(path)) {
      return !Files.exists(path);
    }
    try (InputStream in = Files.newInputStream(path)) {
      String head = new String(in.readNBytes(HEAD_BYTES), StandardCharsets.UTF_8).stripLeading();
      return head.startsWith("{") && !head.contains("\"Event\"");
    }
  }
}
