package dev.redline.listener;

import dev.redline.catalog.Setting;
import dev.redline.catalog.Settings;
import dev.redline.listener.RunNotes.Failure;
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
import dev.redline.listener.policy.Verdict.Severity;
import dev.redline.listener.run.Json;
import dev.redline.listener.run.RunRecord;
import dev.redline.listener.run.RunRecorder;
import dev.redline.listener.run.Storage;
import dev.redline.listener.run.VerdictFile;
import dev.redline.listener.signal.Signal;
import dev.redline.listener.signal.Signal.RunEnded;
import dev.redline.listener.signal.Signal.RunStarted;
import dev.redline.listener.signal.Signal.TaskEnded;
import dev.redline.listener.signal.TaskWork;
import java.io.IOException;
import java.time.Duration;
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
  private final Application application;
  private final Storage storage;
  private final RunRecorder recorder;
  private final Engine engine;
  private final MetricPublisher publisher;
  private final CatalogMeters meters;
  private final StopLadder ladder;
  private String applicationId = "";
  private volatile @Nullable RunRecord atStop;
  private final AtomicBoolean announced = new AtomicBoolean();
  private volatile boolean disabled;
  private volatile @Nullable Failure failure;
  private volatile Runnable onRelease = () -> {};
  private boolean started;
  private boolean latched;

  /** Starts guarding; must run on the thread that creates the SparkContext. */
  Guard(
      Settings settings,
      Mode mode,
      RunIdentity identity,
      Application application,
      Storage storage,
      Exit exit) {
    this.settings = settings;
    this.mode = mode;
    this.identity = identity;
    this.application = application;
    this.storage = storage;
    this.recorder = new RunRecorder(System.currentTimeMillis(), identity.size());
    this.publisher = MetricPublisher.start(settings);
    this.meters =
        publisher.meters(
            identity.jobName(),
            identity.environment(),
            () -> recorder.vitals(System.currentTimeMillis()));
    publisher.runId(identity.runId());
    this.engine = new Engine(settings, identity.size(), identity.expectedExecutors(), this::record);
    this.ladder = new StopLadder(StopLimits.from(settings), application, this, exit, Ticker.SYSTEM);
  }

  private void record(Signal signal) {
    recorder.accept(signal);
    meters.record(signal);
    if (signal instanceof TaskEnded task && task.work().measuresMemory()) {
      TaskWork work = task.work();
      meters.observe(identity.size(), work.peakHeapBytes(), work.peakResidentBytes());
    }
  }

  /**
   * Takes an event by its translation, which gives null where the event is no signal. A mark of
   * interruption that our code would leave on Spark's thread is taken away: Spark drops a listener
   * that leaves one.
   */
  <E> void accept(E event, Function<E, @Nullable Signal> translation) {
    if (disabled) {
      return;
    }
    boolean interrupted = Thread.currentThread().isInterrupted();
    try {
      Signal signal = translation.apply(event);
      if (signal != null) {
        judge(signal);
      }
    } catch (Throwable t) {
      disable(t);
    } finally {
      if (!interrupted) {
        Thread.interrupted();
      }
    }
  }

  private synchronized void judge(Signal signal) {
    if (signal instanceof RunStarted run) {
      applicationId = run.applicationId();
      started = true;
      if (identity.runId().isEmpty()) {
        publisher.runId(applicationId);
      }
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
      ladder.stop("because Redline stopped this run: " + engine.worst().summary());
    } else {
      ladder.aside(this::announce);
    }
  }

  private void disable(Throwable thrown) {
    disabled = true;
    try {
      // First what needs no memory, in case it is memory that is missing.
      meters.recordFailure();
      failure = new Failure(System.currentTimeMillis(), thrown.getClass().getName());
      LOG.warn("Redline failed and no longer watches this run; the job goes on", thrown);
    } catch (Throwable t) {
      // Nothing is left to tell it with, and the job must go on.
      disabled = true;
    }
  }

  /** The application has ended, whether or not the guard still watches it. */
  void finish() {
    ladder.finish();
  }

  /** The context was given up; a run that never started has nobody else to say that it ended. */
  void finishUnlessStarted() {
    if (!hasStarted()) {
      ladder.finish();
    }
  }

  private synchronized boolean hasStarted() {
    return started;
  }

  /** What the process does last; ends the run if its end was never announced. */
  void atProcessEnd() {
    ladder.finish();
    ladder.atProcessEnd();
  }

  /** What to do when a run that was not stopped is over. */
  void onRelease(Runnable action) {
    onRelease = action;
  }

  @Override
  public void release() {
    onRelease.run();
  }

  @Override
  public void announce() {
    RunRecord run = current();
    if (run.verdict().severity() != Severity.HEALTHY && announced.compareAndSet(false, true)) {
      String begin = application.drawsProgress() ? System.lineSeparator() : "";
      System.err.println(begin + VerdictLine.of(run, settings.count(Setting.STOP_EXIT_CODE)));
      System.err.flush();
    }
  }

  @Override
  public void writeVerdict() {
    int exitCode = settings.count(Setting.STOP_EXIT_CODE);
    write(Setting.VERDICT_PATH, run -> VerdictFile.of(run, exitCode));
  }

  @Override
  public void writeRecord() {
    write(Setting.RECORD_PATH, run -> run);
  }

  private void write(Setting setting, Function<RunRecord, Object> content) {
    String location = settings.given(setting, String.class).orElse(null);
    if (location == null) {
      return;
    }
    try {
      storage.replace(location, Json.write(content.apply(current())) + "\n");
    } catch (IOException | RuntimeException | LinkageError e) {
      LOG.warn(
          "Redline cannot write {} ({}): {}; the run is not changed by it",
          location,
          setting.key(),
          e.toString());
      LOG.debug("{} was not written", location, e);
    }
  }

  @Override
  public void flush(Duration deadline) {
    publisher.close(deadline);
  }

  private RunRecord current() {
    RunRecord stopped = atStop;
    return stopped == null ? runRecord() : stopped;
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
        engine.topStages(),
        engine.topSqlExecutions(),
        identity.configuration(),
        RunNotes.of(settings, identity, mode, reading, engine.worst(), failure));
  }
}
