package dev.redline.listener.action;

import dev.redline.catalog.Setting;
import dev.redline.catalog.Settings;
import java.time.Duration;

/**
 * The bounds of the stop ladder.
 *
 * @param exitCode the code of the process that was stopped
 * @param flush for publishing the last metrics and writing files
 * @param criticalSection for a section of the job that must not be interrupted
 * @param grace for the user's program to clean up after its jobs were cancelled
 * @param deadline from the verdict to the end of the process, all in all
 */
public record StopLimits(
    int exitCode, Duration flush, Duration criticalSection, Duration grace, Duration deadline) {

  /** The bounds a user set. */
  public static StopLimits from(Settings settings) {
    return new StopLimits(
        settings.count(Setting.STOP_EXIT_CODE),
        settings.duration(Setting.FLUSH_DEADLINE),
        settings.duration(Setting.STOP_CRITICAL_SECTION),
        settings.duration(Setting.STOP_GRACE),
        settings.duration(Setting.STOP_DEADLINE));
  }
}
