package dev.redline.listener;

import dev.redline.catalog.Setting;
import dev.redline.catalog.Settings;
import dev.redline.listener.action.Application;
import dev.redline.listener.action.Closing;
import dev.redline.listener.action.Exit;
import dev.redline.listener.action.Mode;
import dev.redline.listener.action.StopLadder;
import dev.redline.listener.action.StopLimits;
import dev.redline.listener.action.Ticker;
import dev.redline.listener.engine.Engine;
import dev.redline.listener.meter.CatalogMeters;
import dev.redline.listener.meter.MetricPublisher;
import dev.redline.listener.policy.Verdict;
import dev.redline.listener.policy.Verdict.Severity;
import dev.redline.listener.run.Json;
import dev.redline.listener.run.RunRecord;
import dev.redline.listener.run.RunRecorder;
import dev.redline.listener.run.VerdictFile;
import dev.redline.listener.signal.Signal;
import dev.redline.listener.signal.Signal.RunEnded;
import dev.redline.listener.signal.Signal.RunStarted;
import dev.redline.listener.signal.Signal.TaskEnded;
import dev.redline.listener.signal.TaskWork;
import dev.redline.listener.spark.EventTranslator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Joins the rooms for one run: signals go into the engine, the recorder and the meters; the first
 * stop goes, in mode enforce, to the stop ladder.
 *
 * <p>{@link #accept} never throws, never blocks on anything but its own short lock, and does no
 * I/O; it is called by one thread, Spark's listener bus. If the guard's own code fails, the guard
 * disables itself, says so once, and the job goes on.
 */
final class Guard implements Closing {
  private static final Logger LOG = LoggerFactory.getLogger(Guard.class);

  private final Settings settings;
  private final Mode mode;
  private final RunIdentity identity;
  private final EventTranslator translator = new EventTranslator(System::currentTimeMillis);
  private final RunRecorder recorder;
  private final Engine engine;
  private final MetricPublisher publisher;
  private final CatalogMeters meters;
  private final StopLadder ladder;
  private String applicationId = "";
  private volatile @Nullable RunRecord atStop;
  private final AtomicBoolean announced = new AtomicBoolean();
  private volatile boolean disabled;
  private boolean latched;

  /** Starts guarding; must run on the thread that creates the SparkContext. */
  Guard(Settings settings, Mode mode, RunIdentity identity, Application application, Exit exit) {
    this.settings = settings;
    this.mode = mode;
    this.identity = identity;
    this.recorder = new RunRecorder(System.currentTimeMillis(), identity.size());
    this.publisher = MetricPublisher.start(settings);
    this.meters =
        publisher.meters(
            identity.jobName(),
            identity.environment(),
            () -> recorder.vitals(System.currentTimeMillis()));
    this.engine = new Engine(settings, identity.size(), identity.expectedExecutors(), this::record);
    this.ladder = new StopLadder(StopLimits.from(settings), application, this, exit, Ticker.SYSTEM);
  }

  private void record(Signal signal) {
    recorder.accept(signal);
    meters.record(signal);
    if (signal instanceof TaskEnded task && task.work().measuresMemory()) {
      TaskWork work = task.work();
      meters.observe(identity.size().assess(work.peakHeapBytes(), work.peakResidentBytes()));
    }
  }

  /** Takes an event by its translation, which gives null where the event is no signal. */
  void accept(Function<EventTranslator, @Nullable Signal> translation) {
    if (disabled) {
      return;
    }
    try {
      Signal signal = translation.apply(translator);
      if (signal != null) {
        judge(signal);
      }
    } catch (Throwable t) {
      disable(t);
    }
  }

  private synchronized void judge(Signal signal) {
    if (signal instanceof RunStarted started) {
      applicationId = started.applicationId();
    }
    engine.accept(signal);
    if (engine.worst().isStop() && !latched) {
      latched = true;
      onStop();
    }
    if (signal instanceof RunEnded) {
      ladder.finish();
    }
  }

  private void onStop() {
    if (mode == Mode.ENFORCE) {
      meters.recordStop(engine.worst().stopCause());
      atStop = runRecord();
      ladder.stop();
    } else {
      ladder.aside(this::announce);
    }
  }

  private void disable(Throwable failure) {
    disabled = true;
    try {
      meters.recordFailure();
      LOG.warn("Redline failed and no longer watches this run; the job goes on", failure);
    } catch (Throwable t) {
      // Nothing is left to tell it with, and the job must go on.
      disabled = true;
    }
  }

  /** What the process does last; ends the run if its end was never announced. */
  void atProcessEnd() {
    ladder.finish();
    ladder.atProcessEnd();
  }

  @Override
  public void announce() {
    RunRecord run = current();
    if (run.verdict().severity() != Severity.HEALTHY && announced.compareAndSet(false, true)) {
      System.err.println(VerdictLine.of(run, settings.count(Setting.STOP_EXIT_CODE)));
      System.err.flush();
    }
  }

  @Override
  public void writeFiles() {
    RunRecord run = current();
    int exitCode = settings.count(Setting.STOP_EXIT_CODE);
    write(Setting.VERDICT_PATH, Json.write(VerdictFile.of(run, exitCode)));
    write(Setting.RECORD_PATH, Json.write(run));
  }

  @Override
  public void flush(Duration deadline) {
    publisher.close(deadline);
  }

  private RunRecord current() {
    RunRecord stopped = atStop;
    return stopped == null ? runRecord() : stopped;
  }

  /**
   * A reader never sees half a file: it is written beside and then moved. A file that cannot be
   * written must not keep the other from being written.
   */
  private void write(Setting setting, String json) {
    String given = settings.given(setting, String.class).orElse(null);
    if (given == null) {
      return;
    }
    try {
      replace(Path.of(given).toAbsolutePath(), json + "\n");
    } catch (IOException | RuntimeException e) {
      LOG.warn("Redline cannot write {} ({}); the run goes on", given, setting.key(), e);
    }
  }

  private static void replace(Path path, String text) throws IOException {
    Path folder = path.getParent();
    if (folder == null) {
      throw new IOException(path + " is no file");
    }
    Files.createDirectories(folder);
    Path beside = folder.resolve(path.getFileName() + ".part");
    try {
      // Bytes, since text with half a surrogate pair cannot be written as such.
      Files.write(beside, text.getBytes(StandardCharsets.UTF_8));
      Files.move(beside, path, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(beside);
    }
  }

  private synchronized RunRecord runRecord() {
    RunRecorder.Reading reading = recorder.read();
    return new RunRecord(
        RunRecord.VERSION,
        new RunRecord.Application(
            applicationId,
            identity.applicationName(),
            identity.jobName(),
            identity.environment(),
            identity.sparkVersion(),
            AgentVersion.TEXT),
        reading.startedAtMs(),
        reading.endedAtMs(),
        reading.complete(),
        mode.text(),
        engine.worst(),
        engine.warnings(),
        RunRecord.Limits.of(settings),
        reading.totals(),
        reading.losses(),
        reading.timeline(),
        reading.topStages(),
        identity.configuration(),
        notes(reading));
  }

  private List<String> notes(RunRecorder.Reading reading) {
    List<String> notes = new ArrayList<>(settings.problems());
    if (!identity.measuresProcessTree()) {
      notes.add(
          "Memory overhead was not measured: set spark.executor.processTreeMetrics.enabled=true");
    }
    if (reading.totals().peakMemory().liveHeapRatio() == null) {
      notes.add(
          "Live heap was not measured: no executor sent %d heartbeats while it ran tasks"
              .formatted(settings.count(Setting.MEMORY_HEARTBEATS)));
    }
    Verdict verdict = engine.worst();
    if (verdict.isStop() && mode != Mode.ENFORCE) {
      notes.add("The guard only observed: it would have stopped this run");
    }
    return notes;
  }
}
