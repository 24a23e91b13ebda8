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

  /** A guard, and the application that it watches. */
  record Watch(Guard guard, SparkApplication application) {}

  /**
   * A guard that watches, or nothing when it is off, when another one watches already, or when it
   * cannot be built.
   *
   * @param configuration Spark's configuration
   * @param application what is guarded; not asked for when the guard is off
   */
  static Optional<Watch> start(
      Supplier<RunConfiguration> configuration, Supplier<SparkApplication> application) {
    try {
      RunConfiguration read = configuration.get();
      if (Mode.of(read.settings().text(Setting.MODE)) == Mode.OFF) {
        LOG.info("Redline is off ({}=off)", Setting.MODE.key());
        return Optional.empty();
      }
      return startOnce(read, application.get());
    } catch (Throwable t) {
      LOG.warn("Redline could not start and does not watch this run; the job goes on", t);
      return Optional.empty();
    }
  }

  private static Optional<Watch> startOnce(
      RunConfiguration configuration, SparkApplication application) {
    if (!application.claim()) {
      LOG.warn(
          "Redline is attached to this run more than once (as listener and as plugin?):"
              + " the first attachment guards, this one stands aside");
      return Optional.empty();
    }
    try {
      return Optional.of(new Watch(guard(configuration, application), application));
    } catch (Throwable t) {
      application.release();
      throw t;
    }
  }

  private static Guard guard(RunConfiguration configuration, SparkApplication application) {
    Settings settings = configuration.settings();
    Mode mode = mode(settings);
    JobIdentity job = JobIdentity.in(Surroundings.ofThisProcess(configuration.entries()));
    RunIdentity identity = identity(configuration, settings, job);
    Guard guard =
        new Guard(settings, mode, identity, application, application.storage(), Exit.PROCESS);
    guard.onRelease(SparkApplication.onProcessEnd(guard::atProcessEnd));
    LOG.info(
        "Redline {} guards '{}' on {} in mode {}",
        AgentVersion.TEXT,
        identity.jobName(),
        job.platform(),
        mode.text());
    return guard;
  }

  private static RunIdentity identity(
      RunConfiguration configuration, Settings settings, JobIdentity job) {
    return new RunIdentity(
        configuration.applicationName(),
        settings.given(Setting.JOB_NAME, String.class).orElse(job.jobName()),
        settings.given(Setting.JOB_RUN_ID, String.class).or(job::runId).orElse(""),
        settings.text(Setting.ENVIRONMENT),
        SparkConfiguration.sparkVersion(),
        configuration.executorSize(),
        configuration.expectedExecutors(),
        configuration.measuresProcessTree(),
        configuration.redacted());
  }

  /** A guard that was told something it does not understand must not act on it. */
  private static Mode mode(Settings settings) {
    if (settings.problems().isEmpty()) {
      return Mode.of(settings.text(Setting.MODE));
    }
    System.err.println(
        "REDLINE observes and will not stop this run, since its settings are not right: "
            + String.join("; ", settings.problems()));
    return Mode.OBSERVE;
  }
}
