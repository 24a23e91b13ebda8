package dev.redline.listener;

import dev.redline.catalog.Setting;
import dev.redline.catalog.Settings;
import dev.redline.listener.action.Exit;
import dev.redline.listener.action.Mode;
import dev.redline.listener.identity.JobIdentity;
import dev.redline.listener.identity.Surroundings;
import dev.redline.listener.run.RunConfiguration;
import dev.redline.listener.spark.SparkApplication;
import dev.redline.listener.spark.SparkConfiguration;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Builds the guard from Spark's configuration; whatever goes wrong, the job starts without it. */
final class GuardStarter {
  private static final Logger LOG = LoggerFactory.getLogger(GuardStarter.class);

  private GuardStarter() {}

  /** A guard that watches, or nothing when it is off or cannot be built. */
  static Optional<Guard> start(Supplier<RunConfiguration> configuration) {
    try {
      return startOrThrow(configuration.get());
    } catch (Throwable t) {
      LOG.warn("Redline could not start and does not watch this run; the job goes on", t);
      return Optional.empty();
    }
  }

  private static Optional<Guard> startOrThrow(RunConfiguration configuration) {
    Settings settings = configuration.settings();
    Mode mode = mode(settings);
    if (mode == Mode.OFF) {
      LOG.info("Redline is off ({}=off)", Setting.MODE.key());
      return Optional.empty();
    }
    JobIdentity job = JobIdentity.in(Surroundings.ofThisProcess(configuration.entries()));
    RunIdentity identity =
        new RunIdentity(
            configuration.applicationName(),
            settings.given(Setting.JOB_NAME, String.class).orElse(job.jobName()),
            settings.given(Setting.JOB_RUN_ID, String.class).or(job::runId).orElse(""),
            settings.text(Setting.ENVIRONMENT),
            SparkConfiguration.sparkVersion(),
            configuration.executorSize(),
            configuration.expectedExecutors(),
            configuration.measuresProcessTree(),
            configuration.redacted());
    Guard guard =
        new Guard(
            settings, mode, identity, new SparkApplication(Thread.currentThread()), Exit.PROCESS);
    SparkApplication.onProcessEnd(guard::atProcessEnd);
    LOG.info(
        "Redline {} guards '{}' on {} in mode {}",
        AgentVersion.TEXT,
        identity.jobName(),
        job.platform(),
        mode.text());
    return Optional.of(guard);
  }

  /** A guard that was told something it does not understand must not act on it. */
  private static Mode mode(Settings settings) {
    Mode mode = Mode.of(settings.text(Setting.MODE));
    if (settings.problems().isEmpty() || mode == Mode.OFF) {
      return mode;
    }
    System.err.println(
        "REDLINE observes and will not stop this run, since its settings are not right: "
            + String.join("; ", settings.problems()));
    return Mode.OBSERVE;
  }
}
