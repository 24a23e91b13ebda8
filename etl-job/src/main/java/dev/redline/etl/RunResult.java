package dev.redline.etl;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.redline.etl.load.LoadRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Map;

/**
 * What a run came to.
 *
 * @param rejectedByReason empty for a run that had been loaded before
 */
public record RunResult(
    String job,
    String runId,
    String target,
    Status status,
    LoadRecord load,
    Map<String, Long> rejectedByReason) {

  /** How a good run ends. */
  public enum Status {
    /** This run brought the rows into the table. */
    LOADED,
    /** An earlier run with the same inputs and spec had done so; nothing was changed. */
    ALREADY_LOADED
  }

  private static final ObjectMapper JSON = new ObjectMapper();

  /** One line for a person. */
  String summary() {
    return String.format(
        Locale.ROOT,
        "%s: rows raw %,d = rejected %,d + duplicates %,d + loaded %,d into %s (%s)",
        job,
        load.rawRows(),
        load.rejectedRows(),
        load.duplicateRows(),
        load.copiedRows(),
        target,
        status == Status.LOADED ? "loaded" : "already loaded by an earlier run, nothing changed");
  }

  String json() {
    ObjectNode result = JSON.createObjectNode();
    result.put("job", job);
    result.put("runId", runId);
    result.put("status", status.name());
    result.put("target", target);
    ObjectNode rows = result.putObject("rows");
    rows.put("raw", load.rawRows());
    rows.put("rejected", load.rejectedRows());
    rows.put("duplicates", load.duplicateRows());
    rows.put("loaded", load.copiedRows());
    rows.put("stale", load.staleRows());
    rows.put("replaced", load.replacedRows());
    rows.put("inserted", load.insertedRows());
    ObjectNode reasons = result.putObject("rejectedByReason");
    rejectedByReason.forEach(reasons::put);
    result.put("stagedFiles", load.stagedFiles());
    result.put("stagedBytes", load.stagedBytes());
    return result.toPrettyString();
  }

  /**
   * Makes sure that the result can be written, before there is one.
   *
   * @throws InputError when it cannot
   */
  static void requireWritable(Path file) {
    try {
      boolean isThere = Files.exists(file);
      Files.createDirectories(folder(file));
      Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND).close();
      if (!isThere) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new InputError("--result " + file + " cannot be written: " + e + "; correct it", e);
    }
  }

  void write(Path file) throws IOException {
    Files.createDirectories(folder(file));
    Files.writeString(file, json() + "\n");
  }

  private static Path folder(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    return folder == null ? file.toAbsolutePath() : folder;
  }
}
