package dev.redline.listener.action;

import dev.redline.catalog.Setting;
import dev.redline.catalog.Settings;
import java.time.Duration;

/**
 * The bounds of the stop ladder.
 *
 * @param exitCode the code of the process that was stopped
 * @param announcement for the verdict line
 * @param flush for publishing the last metrics and writing files
 * @param criticalSection for a section of the job that must not be interrupted
 * @param cancellation for one request to cancel all jobs
 * @param grace for the user's program to clean up after its jobs were cancelled
 * @param shutdown what the steps above leave of the deadline to the process's shutdown hooks
 * @param deadline from the verdict to the end of the process, all in all
 */
public record StopLimits(
    int exitCode,
    Duration announcement,
    Duration flush,
    Duration criticalSection,
    Duration cancellation,
    Duration grace,
    Duration shutdown,
    Duration deadline) {

  /** Nobody waits longer; what was meant as "never" must not overflow a clock. */
  private static final Duration LONGEST = Duration.ofDays(30);

  /** The bounds a user set. */
  public static StopLimits from(Settings settings) {
    return new StopLimits(
        settings.count(Setting.STOP_EXIT_CODE),
        duration(settings, Setting.STOP_ANNOUNCEMENT),
        duration(settings, Setting.FLUSH_DEADLINE),
        duration(settings, Setting.STOP_CRITICAL_SECTION),
        duration(settings, Setting.STOP_CANCELLATION),
        duration(settings, Setting.STOP_GRACE),
        duration(settings, Setting.STOP_SHUTDOWN),
        duration(settings, Setting.STOP_DEADLINE));
  }

  private static Duration duration(Settings settings, Setting setting) {
    return shorter(settings.duration(setting), LONGEST);
  }

  /**
   * How long the steps before the exit may take together. The shutdown hooks get no more than half
   * of the deadline, so that a short one still leaves time to tell what happened.
   */
  Duration steps() {
    return deadline.minus(shorter(shutdown, deadline.dividedBy(2)));
  }

  static Duration shorter(Duration first, Duration second) {
    return first.compareTo(second) <= 0 ? first : second;
  }
}
