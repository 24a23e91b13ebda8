package dev.redline.alarms;

import dev.redline.catalog.Guardrail.Severity;
import org.jspecify.annotations.Nullable;

/**
 * An alarm on the states of others.
 *
 * @param id its id
 * @param rule when it is in ALARM
 * @param tells whose topic it tells, of ALARM and of OK; null for one that only others look at
 * @param meaning what it means in ALARM
 * @param runbook the page that says what to do
 */
public record CompositeAlarm(
    String id, Rule rule, @Nullable Severity tells, String meaning, String runbook)
    implements Alarm {

  @Override
  public boolean isScheduled() {
    return false;
  }
}
