package dev.redline.replay;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.redline.listener.signal.Signal.ExecutorAdded;
import dev.redline.listener.signal.Signal.ExecutorExcluded;
import dev.redline.listener.signal.Signal.ExecutorRemoved;
import dev.redline.listener.signal.Signal.JobEnded;
import dev.redline.listener.signal.Signal.JobStarted;
import dev.redline.listener.signal.Signal.MemoryMeasured;
import dev.redline.listener.signal.Signal.MemoryPeaked;
import dev.redline.listener.signal.Signal.RunEnded;
import dev.redline.listener.signal.Signal.RunStarted;
import dev.redline.listener.signal.Signal.SqlExecutionEnded;
import dev.redline.listener.signal.Signal.SqlExecutionStarted;
import dev.redline.listener.signal.Signal.StageCompleted;
import dev.redline.listener.signal.Signal.StageSubmitted;
import dev.redline.listener.signal.Signal.TaskStarted;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads one event, a line of JSON as Spark's JsonProtocol writes it (1.3 to 4.x), and tells a sink
 * what it says. Streams: what is not needed is skipped, never held. Not thread-safe.
 */
final class EventReader {
  private static final JsonFactory FACTORY =
      JsonFactory.builder().disable(StreamReadFeature.AUTO_CLOSE_SOURCE).build();

  private static final String DRIVER = "driver";
  private static final String SQL_START =
      "org.apache.spark.sql.execution.ui.SparkListenerSQLExecutionStart";
  private static final String SQL_END =
      "org.apache.spark.sql.execution.ui.SparkListenerSQLExecutionEnd";

  private final EventSink sink;
  private final SliceFields slice = new SliceFields();
  private long lastAtMs;

  EventReader(EventSink sink) {
    this.sink = sink;
  }

  /**
   * Reads a line.
   *
   * @return whether it was an event, known or not
   * @throws IOException if it is no JSON, or the stream breaks
   */
  boolean read(Lines line) throws IOException {
    if (!line.isWhole()) {
      return readStream(line);
    }
    try {
      return dispatch(slice.begin(line.bytes(), line.start(), line.end()), slice);
    } catch (SliceFields.Unusual e) {
      // Nothing was told of it yet, and it was only looked at.
      return readBytes(line.bytes(), line.start(), line.end() - line.start());
    }
  }

  /** Reads a line of any length; what it says before the name of its event is passed over. */
  boolean readStream(InputStream line) throws IOException {
    try (JsonParser json = FACTORY.createParser(line)) {
      String event = json.nextToken() == JsonToken.START_OBJECT ? event(json) : "";
      return dispatch(event, new StreamFields(json));
    }
  }

  /** Reads a line that is in memory, whichever of its members comes first. */
  private boolean readBytes(byte[] bytes, int start, int length) throws IOException {
    String event;
    try (JsonParser json = FACTORY.createParser(bytes, start, length)) {
      event = json.nextToken() == JsonToken.START_OBJECT ? event(json) : "";
    }
    try (JsonParser json = FACTORY.createParser(bytes, start, length)) {
      json.nextToken();
      return dispatch(event, new StreamFields(json));
    }
  }

  /** The name of the event, with the parser on it; empty where there is none. */
  private static String event(JsonParser json) throws IOException {
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      boolean isEvent = json.currentName().equals("Event");
      if (json.nextToken() == JsonToken.VALUE_STRING && isEvent) {
        return json.getText();
      }
      json.skipChildren();
    }
    return "";
  }

  /** Spark's own, or the class of one that was added to it. */
  private static boolean isSpark(String event) {
    return event.startsWith("SparkListener") || event.indexOf('.') > 0;
  }

  private boolean dispatch(String event, Fields fields) throws IOException {
    if (!isSpark(event)) {
      return false;
    }
    read(event, fields);
    return true;
  }

  private void read(String event, Fields fields) throws IOException {
    switch (event) {
      case "SparkListenerTaskEnd" -> {
        TaskEndReader task = new TaskEndReader();
        task.read(fields);
        task.signal(lastAtMs).ifPresent(signal -> tell(signal.atMs(), () -> sink.signal(signal)));
      }
      case "SparkListenerTaskStart" -> taskStart(fields);
      case "SparkListenerStageSubmitted", "SparkListenerStageCompleted" ->
          stage(event.endsWith("Completed"), fields);
      case "SparkListenerJobStart" -> job(fields, false);
      case "SparkListenerJobEnd" -> job(fields, true);
      case "SparkListenerExecutorAdded",
          "SparkListenerExecutorRemoved",
          "SparkListenerExecutorExcluded",
          "SparkListenerExecutorBlacklisted" ->
          executor(event, fields);
      case "SparkListenerApplicationStart", "SparkListenerApplicationEnd" ->
          application(event.endsWith("Start"), fields);
      case "SparkListenerLogStart" ->
          fields.rest(name -> when(name, "Spark Version", () -> sink.sparkVersion(fields.text())));
      case "SparkListenerEnvironmentUpdate" -> environment(fields);
      case "SparkListenerStageExecutorMetrics" -> stagePeaks(fields);
      case "SparkListenerExecutorMetricsUpdate" -> heartbeat(fields);
      case SQL_START, SQL_END -> sqlExecution(event.equals(SQL_START), fields);
      default -> fields.skip();
    }
  }

  private interface Reading {
    void run() throws IOException;
  }

  private static void when(String name, String wanted, Reading reading) throws IOException {
    if (name.equals(wanted)) {
      reading.run();
    }
  }

  private void tell(long atMs, Runnable told) {
    lastAtMs = Math.max(lastAtMs, atMs);
    told.run();
  }

  private void taskStart(Fields fields) throws IOException {
    long[] launched = new long[1];
    boolean[] known = new boolean[1];
    fields.rest(
        outer ->
            when(
                outer,
                "Task Info",
                () ->
                    fields.each(
                        field -> {
                          known[0] = true;
                          when(
                              field,
                              "Launch Time",
                              () -> launched[0] = Times.or(fields.number(), lastAtMs));
                        })));
    if (known[0]) {
      tell(launched[0], () -> sink.signal(new TaskStarted(launched[0])));
    }
  }

  private void sqlExecution(boolean started, Fields fields) throws IOException {
    long[] id = new long[1];
    long[] time = {lastAtMs};
    String[] description = {""};
    fields.rest(
        field -> {
          switch (field) {
            case "executionId" -> id[0] = fields.number();
            case "time" -> time[0] = Times.or(fields.number(), lastAtMs);
            case "description" -> description[0] = fields.text();
            default -> {}
          }
        });
    tell(
        time[0],
        () ->
            sink.signal(
                started
                    ? new SqlExecutionStarted(time[0], id[0], description[0])
                    : new SqlExecutionEnded(time[0], id[0])));
  }

  private void stage(boolean completed, Fields fields) throws IOException {
    int[] ids = {-1, 0};
    long[] times = new long[2];
    long[] execution = {StageSubmitted.NO_EXECUTION};
    String[] name = {""};
    boolean[] failed = new boolean[1];
    fields.rest(
        outer -> {
          switch (outer) {
            case "Stage Info" ->
                fields.each(
                    field -> {
                      switch (field) {
                        case "Stage ID" -> ids[0] = fields.id();
                        case "Stage Attempt ID" -> ids[1] = fields.id();
                        case "Stage Name" -> name[0] = fields.text();
                        case "Submission Time" -> times[0] = Times.orUnknown(fields.number());
                        case "Completion Time" -> times[1] = Times.orUnknown(fields.number());
                        case "Failure Reason" -> failed[0] = !fields.text().isEmpty();
                        default -> {}
                      }
                    });
            case "Properties" -> execution[0] = execution(fields);
            default -> {}
          }
        });
    if (ids[0] < 0) {
      return;
    }
    long told = completed ? times[1] : times[0];
    long atMs = told == 0 ? lastAtMs : told;
    tell(
        atMs,
        () ->
            sink.signal(
                completed
                    ? new StageCompleted(atMs, ids[0], ids[1], failed[0])
                    : new StageSubmitted(atMs, ids[0], ids[1], name[0], execution[0])));
  }

  private static long execution(Fields fields) throws IOException {
    String[] id = {""};
    fields.each(key -> when(key, "spark.sql.execution.id", () -> id[0] = fields.text()));
    return id[0].matches("\\d{1,18}") ? Long.parseLong(id[0]) : StageSubmitted.NO_EXECUTION;
  }

  private void job(Fields fields, boolean ended) throws IOException {
    int[] id = {-1};
    long[] time = new long[1];
    boolean[] succeeded = new boolean[1];
    List<Integer> stages = new ArrayList<>();
    fields.rest(
        field -> {
          switch (field) {
            case "Job ID" -> id[0] = fields.id();
            case "Submission Time", "Completion Time" -> time[0] = Times.orUnknown(fields.number());
            case "Stage IDs" -> fields.elements(() -> stages.add(fields.id()));
            case "Job Result" ->
                fields.each(
                    part ->
                        when(
                            part,
                            "Result",
                            () -> succeeded[0] = fields.text().equals("JobSucceeded")));
            default -> {}
          }
        });
    if (id[0] < 0) {
      return;
    }
    long atMs = time[0] == 0 ? lastAtMs : time[0];
    tell(
        atMs,
        () ->
            sink.signal(
                ended
                    ? new JobEnded(atMs, id[0], succeeded[0])
                    : new JobStarted(atMs, id[0], stages)));
  }

  private void executor(String event, Fields fields) throws IOException {
    long[] time = {lastAtMs};
    int[] cores = new int[1];
    String[] texts = {"", ""};
    fields.rest(
        field -> {
          switch (field) {
            case "Timestamp", "time" -> time[0] = Times.or(fields.number(), lastAtMs);
            case "Executor ID", "executorId" -> texts[0] = fields.text();
            case "Removed Reason" -> texts[1] = fields.text();
            case "Executor Info" ->
                fields.each(part -> when(part, "Total Cores", () -> cores[0] = fields.id()));
            default -> {}
          }
        });
    long atMs = time[0];
    tell(
        atMs,
        () ->
            sink.signal(
                switch (event) {
                  case "SparkListenerExecutorAdded" -> new ExecutorAdded(atMs, texts[0], cores[0]);
                  case "SparkListenerExecutorRemoved" ->
                      new ExecutorRemoved(atMs, texts[0], texts[1]);
                  default -> new ExecutorExcluded(atMs, texts[0]);
                }));
  }

  private void application(boolean started, Fields fields) throws IOException {
    long[] time = {lastAtMs};
    String[] texts = {"", ""};
    Integer[] exitCode = new Integer[1];
    fields.rest(
        field -> {
          switch (field) {
            case "Timestamp" -> time[0] = Times.or(fields.number(), lastAtMs);
            case "App ID" -> texts[0] = fields.text();
            case "App Name" -> texts[1] = fields.text();
            case "ExitCode" -> exitCode[0] = fields.id();
            default -> {}
          }
        });
    tell(
        time[0],
        () ->
            sink.signal(
                started
                    ? new RunStarted(time[0], texts[0], texts[1])
                    : new RunEnded(time[0], exitCode[0])));
  }

  private void environment(Fields fields) throws IOException {
    Map<String, String> entries = new HashMap<>();
    fields.rest(
        field ->
            when(
                field,
                "Spark Properties",
                () -> fields.each(key -> entries.put(key, fields.text()))));
    sink.configuration(entries);
  }

  private void stagePeaks(Fields fields) throws IOException {
    String[] executor = {""};
    Peaks peaks = new Peaks();
    fields.rest(
        field -> {
          switch (field) {
            case "Executor ID" -> executor[0] = fields.text();
            case "Executor Metrics" -> peaks.read(fields);
            default -> {}
          }
        });
    if (!executor[0].equals(DRIVER) && !peaks.areEmpty()) {
      sink.signal(
          new MemoryPeaked(lastAtMs, executor[0], peaks.heapBytes(), peaks.residentBytes()));
    }
  }

  private void heartbeat(Fields fields) throws IOException {
    String[] executor = {""};
    Peaks peaks = new Peaks();
    fields.rest(
        field -> {
          switch (field) {
            case "Executor ID" -> executor[0] = fields.text();
            case "Executor Metrics Updated" ->
                fields.elements(
                    () ->
                        fields.each(
                            part -> when(part, "Executor Metrics", () -> peaks.read(fields))));
            default -> {}
          }
        });
    if (!executor[0].equals(DRIVER) && !peaks.areEmpty()) {
      sink.signal(
          new MemoryMeasured(lastAtMs, executor[0], peaks.heapBytes(), peaks.residentBytes()));
    }
  }
}
