package dev.redline.alarms;

import dev.redline.catalog.Threshold;
import java.util.Map;

/**
 * An alarm on a series, or on the share that one has in another.
 *
 * @param id its id
 * @param watch what it compares
 * @param limit with what, by default
 * @param limitParameter the stack's parameter for the limit; empty where nobody may change it
 * @param window how much of the past it looks at
 * @param missingData what a period without data is taken for
 * @param whyMissing why it is taken for that, as a clause
 * @param meaning what it means in ALARM
 * @param runbook the page that says what to do
 * @param isScheduled whether it needs to know how often the job runs
 */
public record MetricAlarm(
    String id,
    Watch watch,
    Threshold limit,
    String limitParameter,
    Window window,
    MissingData missingData,
    String whyMissing,
    String meaning,
    String runbook,
    boolean isScheduled)
    implements Alarm {

  /** The limit under the parameters given. */
  public Threshold threshold(Map<String, Double> parameters) {
    return new Threshold(
        limit.comparison(), parameters.getOrDefault(limitParameter, limit.limit()));
  }

  MetricAlarm missing(MissingData treatment, String why) {
    return new MetricAlarm(
        id, watch, limit, limitParameter, window, treatment, why, meaning, runbook, isScheduled);
  }
}
