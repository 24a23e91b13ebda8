package dev.redline.dashboards.report;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.redline.listener.run.RunRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Reads run records from the JSON files that the agent writes.
 *
 * <p>Members that are not known are left alone, and those that records of this version did not have
 * from the start may be missing ({@link #ADDED}). Another member that is missing, or a version
 * other than {@link RunRecord#VERSION}, is an error.
 */
public final class RunRecords {
  private static final long MAX_SPAN_MS = 366L * 24 * 3_600_000;
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /**
   * Members that were added to version 1, by where they are, with what they are in a record that is
   * older than they are.
   */
  private static final Map<String, String> ADDED =
      Map.of(
          "/topSqlExecutions", "[]",
          "/totals/jobs", "0",
          "/totals/failedJobs", "0",
          "/totals/killedTasks", "0",
          "/totals/rows",
              "{\"raw\": null, \"rejected\": null, \"duplicates\": null, \"loaded\": null}",
          "/timeline/*/spillDiskBytes", "0",
          "/timeline/*/gcRatio", "null");

  private RunRecords() {}

  /**
   * Reads one run record.
   *
   * @throws IOException with a message that names the file, what is wrong with it and what to do
   */
  public static RunRecord read(Path file) throws IOException {
    try {
      JsonNode json = MAPPER.readTree(Files.readAllBytes(file));
      checkVersion(file, json);
      for (Map.Entry<String, String> member : ADDED.entrySet()) {
        add(json, member.getKey().substring(1), MAPPER.readTree(member.getValue()));
      }
      return checked(file, MAPPER.treeToValue(json, RunRecord.class));
    } catch (NoSuchFileException e) {
      throw new NoSuchFileException(
          file.toString(),
          null,
          "no run record there; the agent writes one where spark.redline.record.path says");
    } catch (JsonMappingException e) {
      throw new IOException(
          file + " is not a run record: " + member(e) + e.getOriginalMessage(), e);
    } catch (JsonProcessingException e) {
      throw new IOException(file + " is not valid JSON" + position(e) + e.getOriginalMessage(), e);
    }
  }

  private static RunRecord checked(Path file, RunRecord run) throws IOException {
    Optional<String> gap = Completeness.gap(run);
    if (gap.isPresent()) {
      throw new IOException(file + " is not a run record: " + gap.get() + " must not be null");
    }
    long spanMs = run.endedAtMs() - run.startedAtMs();
    if (run.startedAtMs() < 0 || spanMs < 0 || spanMs > MAX_SPAN_MS) {
      throw new IOException(
          "%s is not a run record: it begins at %d and ends at %d ms since the epoch, which must be 0 to 366 days later"
              .formatted(file, run.startedAtMs(), run.endedAtMs()));
    }
    return run;
  }

  /** A made-up run that crosses some redlines, to show what pages look like. */
  public static RunRecord sample() {
    try {
      return MAPPER.readValue(Resources.own("sample-run.json"), RunRecord.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the sample run must be readable", e);
    }
  }

  /** Gives a member to those that lack it: one object, or with a star every element of a list. */
  private static void add(JsonNode to, String path, JsonNode value) {
    int slash = path.indexOf('/');
    if (slash < 0) {
      if (to instanceof ObjectNode object && !object.has(path)) {
        object.set(path, value);
      }
    } else if (path.startsWith("*")) {
      to.forEach(element -> add(element, path.substring(slash + 1), value));
    } else {
      add(to.path(path.substring(0, slash)), path.substring(slash + 1), value);
    }
  }

  private static void checkVersion(Path file, JsonNode json) throws IOException {
    JsonNode version = json.path("version");
    if (!version.isInt()) {
      throw new IOException(
          file + " is not a run record: it has no number 'version' at its top level");
    }
    if (version.intValue() != RunRecord.VERSION) {
      throw new IOException(
          "%s is a run record of version %d, but this Redline reads version %d; use the Redline that wrote it, or a newer one"
              .formatted(file, version.intValue(), RunRecord.VERSION));
    }
  }

  private static String member(JsonMappingException e) {
    String path =
        e.getPath().stream()
            .map(part -> part.getFieldName() == null ? "" + part.getIndex() : part.getFieldName())
            .collect(Collectors.joining("."));
    return path.isEmpty() ? "" : "at " + path + ", ";
  }

  private static String position(JsonProcessingException e) {
    JsonLocation location = e.getLocation();
    return location == null
        ? ": "
        : " (line %d, column %d): ".formatted(location.getLineNr(), location.getColumnNr());
  }
}
