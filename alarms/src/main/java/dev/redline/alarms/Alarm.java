package dev.redline.alarms;

import dev.redline.catalog.Guardrail;
import dev.redline.catalog.Metric;
import dev.redline.catalog.Threshold;
import java.time.Duration;
import java.util.Locale;

/**
 * A CloudWatch alarm on one series: a guardrail's metric under the dimensions that the catalog
 * gives it.
 *
 * <p>Missing data counts as good in every alarm here. A batch job is silent between its runs:
 * CloudWatch's default would send an alarm to INSUFFICIENT_DATA after each run, and an incident
 * would never resolve.
 *
 * @param guardrail whose limit, severity, meaning and runbook the alarm has
 * @param datapoints how many periods of the last {@code evaluationPeriods} must be bad
 * @param evaluationPeriods how many periods are looked at
 */
public record Alarm(Guardrail guardrail, int datapoints, int evaluationPeriods) {

  /** What CloudWatch calls counting missing data as good. */
  public static final String MISSING_DATA = "notBreaching";

  /** The length of a period unless the template's parameter says otherwise. */
  public static final Duration PERIOD = Duration.ofMinutes(1);

  public Alarm {
    if (datapoints < 1 || evaluationPeriods < datapoints) {
      throw new IllegalArgumentException(
          "datapoints must be from 1 to the evaluation periods, was "
              + datapoints
              + " of "
              + evaluationPeriods);
    }
  }

  /** The alarm's id, unique among the alarms of a job, in kebab case. */
  public String id() {
    return guardrail.id() + "-" + severity().name().toLowerCase(Locale.ROOT);
  }

  public Guardrail.Severity severity() {
    return guardrail.severity();
  }

  public Metric metric() {
    return guardrail.metric();
  }

  /** The CloudWatch statistic that is compared with the limit. */
  public String statistic() {
    return metric().kind().statistic();
  }

  public Threshold threshold() {
    return guardrail.threshold();
  }
}
