package dev.redline.dashboards.report;

import dev.redline.catalog.Guardrail;
import dev.redline.catalog.Setting;
import dev.redline.catalog.Settings;
import dev.redline.listener.run.RunRecord;
import dev.redline.listener.run.RunRecord.ConfigurationEntry;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How a run stands to each redline.
 *
 * @param readings the run
 */
record Standings(Readings readings) {

  Standing of(Guardrail guardrail) {
    Optional<Double> value = readings.ofRun(guardrail.metric());
    if (value.isEmpty()) {
      return Standing.NOT_MEASURED;
    }
    if (!readings.threshold(guardrail).isCrossedBy(value.get())) {
      return Standing.KEPT;
    }
    return guardrail == Guardrail.UTILIZATION && isShort() ? Standing.NOT_JUDGED : Standing.CROSSED;
  }

  private boolean isShort() {
    RunRecord run = readings.run();
    return Duration.ofMillis(run.endedAtMs() - run.startedAtMs()).compareTo(grace()) < 0;
  }

  /** How long a run must last to be judged on utilization. */
  Duration grace() {
    Map<String, String> given =
        readings.run().configuration().stream()
            .collect(
                Collectors.toMap(
                    ConfigurationEntry::key, ConfigurationEntry::value, (first, second) -> second));
    return Settings.from(given).duration(Setting.UTILIZATION_GRACE);
  }
}
