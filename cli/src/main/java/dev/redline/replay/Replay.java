package dev.redline.replay;

import dev.redline.catalog.Setting;
import dev.redline.catalog.Settings;
import dev.redline.listener.engine.Engine;
import dev.redline.listener.run.RunConfiguration;
import dev.redline.listener.run.RunRecord;
import dev.redline.listener.run.RunRecorder;
import dev.redline.listener.signal.ExecutorSize;
import dev.redline.listener.signal.Signal;
import dev.redline.listener.signal.Signal.RunStarted;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.xerial.snappy.SnappyError;

/**
 * Judges one event log: reads it line by line through the engine of a live run. Lines that are no
 * event are counted and passed over. Used once; not thread-safe; memory does not grow with the log.
 */
final class Replay implements EventSink {
  private final Map<String, String> overrides;
  private final Map<String, String> configuration = new HashMap<>();
  private String sparkVersion = "";
  private String applicationId = "";
  private String applicationName = "";
  private @Nullable Engine engine;
  private @Nullable RunRecorder recorder;
  private @Nullable RunConfiguration runConfiguration;
  private List<Integer> missingParts = List.of();
  private long events;
  private long badLines;

  /**
   * A replay.
   *
   * @param overrides settings that win over those in the log
   */
  Replay(Map<String, String> overrides) {
    this.overrides = Map.copyOf(overrides);
  }

  /**
   * Reads a log to its end.
   *
   * @param progress told how many bytes of the files were read, now and then
   * @throws IOException if a file cannot be opened, or the log holds no event at all
   */
  void read(EventLog log, LongConsumer progress) throws IOException {
    long before = 0;
    missingParts = log.missing();
    for (Path file : log.files()) {
      try (CountingStream counted =
          new CountingStream(Files.newInputStream(file), before, progress)) {
        read(counted);
        before = counted.count();
      }
    }
    if (events == 0) {
      throw new IOException("holds no Spark event" + (badLines > 0 ? ", only other text" : ""));
    }
  }

  /** Reads a stream to its end, of whatever length. */
  void read(InputStream raw) throws IOException {
    EventReader reader = new EventReader(this);
    try (Lines lines = new Lines(Codec.uncompressed(raw))) {
      while (lines.next()) {
        readLine(reader, lines);
      }
    } catch (IOException | RuntimeException | OutOfMemoryError | SnappyError e) {
      // The rest of a compressed file that is cut off or damaged cannot be read; a damaged length
      // may ask for more memory than there is.
      badLines++;
    }
  }

  private void readLine(EventReader reader, Lines lines) {
    boolean event;
    try {
      event = reader.read(lines);
    } catch (IOException | RuntimeException e) {
      event = false;
    }
    if (event) {
      events++;
    } else {
      badLines++;
    }
  }

  @Override
  public void sparkVersion(String version) {
    sparkVersion = version;
  }

  @Override
  public void configuration(Map<String, String> entries) {
    configuration.putAll(entries);
  }

  @Override
  public void signal(Signal signal) {
    if (signal instanceof RunStarted started) {
      applicationId = started.applicationId();
      applicationName = started.applicationName();
    }
    Engine ready = engine;
    if (ready == null) {
      ready = begin(signal.atMs());
    }
    ready.accept(signal);
  }

  private Engine begin(long atMs) {
    configuration.putAll(overrides);
    RunConfiguration known = new RunConfiguration(configuration);
    ExecutorSize size = known.executorSize();
    RunRecorder recording = new RunRecorder(atMs, size);
    Engine started =
        new Engine(known.settings(), size, known.expectedExecutors(), recording::accept);
    runConfiguration = known;
    recorder = recording;
    engine = started;
    return started;
  }

  /** Lines that are no event. */
  long badLines() {
    return badLines;
  }

  /** What was found. */
  RunRecord record() {
    if (engine == null) {
      begin(0);
    }
    Engine judged = Objects.requireNonNull(engine);
    RunConfiguration known = Objects.requireNonNull(runConfiguration);
    RunRecorder.Reading reading = Objects.requireNonNull(recorder).read();
    Settings settings = known.settings();
    String name = applicationName.isEmpty() ? known.applicationName() : applicationName;
    return new RunRecord(
        RunRecord.VERSION,
        new RunRecord.Application(
            applicationId,
            name,
            settings.given(Setting.JOB_NAME, String.class).orElse(name),
            settings.text(Setting.ENVIRONMENT),
            sparkVersion,
            "replay"),
        reading.startedAtMs(),
        reading.endedAtMs(),
        reading.complete(),
        "observe",
        judged.worst(),
        judged.warnings(),
        RunRecord.Limits.of(settings),
        reading.totals(),
        reading.losses(),
        reading.timeline(),
        judged.topStages(),
        judged.topSqlExecutions(),
        known.redacted(),
        notes(reading));
  }

  private List<String> notes(RunRecorder.Reading reading) {
    List<String> notes = new ArrayList<>();
    notes.add("Replayed from an event log; the guard was not there to act");
    if (!missingParts.isEmpty()) {
      notes.add("Parts of the rolling log are missing: " + missingParts);
    }
    if (reading.totals().peakMemory().liveHeapRatio() == null) {
      notes.add("Live heap is not in the log: event logs hold the peaks of stages only");
    }
    if (badLines > 0) {
      notes.add("%,d lines of the log were no events and were passed over".formatted(badLines));
    }
    if (!reading.complete()) {
      notes.add("The log does not tell the application's end");
    }
    return notes;
  }
}
