package dev.redline.alarms;

import java.util.Map;

/** An alarm of a job, as it is deployed and as it is simulated. */
public sealed interface Alarm permits MetricAlarm, CompositeAlarm {

  /** Its id, unique among the alarms of a job, in kebab case; the end of its name. */
  String id();

  /** One sentence without its full stop: what it means when it is in ALARM. */
  String meaning();

  /** The page in docs/runbooks that says what to do, without its extension. */
  String runbook();

  /** Whether it is there only where the stack was told how often the job runs. */
  boolean isScheduled();

  /** Whether a stack with these parameters has it. */
  default boolean isDeployed(Map<String, Double> parameters) {
    return !isScheduled() || Window.SCHEDULE.in(parameters) > 0;
  }
}
