package dev.redline.dashboards.report;

import dev.redline.catalog.Guardrail;
import dev.redline.catalog.Metric;
import dev.redline.catalog.Setting;
import dev.redline.listener.run.RunRecord;
import java.time.Duration;
import java.util.Optional;

/**
 * How a run stands to each redline.
 *
 * @param readings the run
 */
record Standings(Readings readings) {

  Standing of(Guardrail guardrail) {
    Optional<Double> value = value(guardrail);
    if (value.isEmpty()) {
      return Standing.NOT_MEASURED;
    }
    if (!readings.threshold(guardrail).isCrossedBy(value.get())) {
      return Standing.KEPT;
    }
    return isTooCoarse(guardrail) ? Standing.NOT_JUDGED : Standing.CROSSED;
  }

  /** What is compared with the limit; of quarters of an hour the worst. */
  Optional<Double> value(Guardrail guardrail) {
    Optional<Double> ofRun = readings.ofRun(guardrail.metric());
    return switch (guardrail.basis()) {
      case ANY_TIME -> ofRun;
      case QUARTER_HOUR -> readings.worstQuarterHour(guardrail.metric()).or(() -> ofRun);
      case SHARE_OF_ROWS ->
          readings
              .ofRun(Metric.ROWS_RAW)
              .filter(raw -> raw > 0)
              .flatMap(raw -> ofRun.map(part -> 100 * part / raw));
    };
  }

  /** All of a long run may well be more than a limit on a quarter of an hour. */
  private boolean isTooCoarse(Guardrail guardrail) {
    return guardrail.basis() == Guardrail.Basis.QUARTER_HOUR
            && readings.worstQuarterHour(guardrail.metric()).isEmpty()
        || guardrail == Guardrail.UTILIZATION && isShort();
  }

  private boolean isShort() {
    RunRecord run = readings.run();
    return Duration.ofMillis(run.endedAtMs() - run.startedAtMs()).compareTo(grace()) < 0;
  }

  /** How long a run must last to be judged on utilization. */
  Duration grace() {
    return readings.settings().duration(Setting.UTILIZATION_GRACE);
  }
}
