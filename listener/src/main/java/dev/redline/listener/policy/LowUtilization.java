package dev.redline.listener.policy;

import dev.redline.listener.policy.Verdict.Retry;
import dev.redline.listener.policy.Verdict.Severity;
import dev.redline.listener.signal.Signal;
import dev.redline.listener.signal.Signal.UtilizationMeasured;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Warns of a run whose workers mostly idle: while it goes on, when they did so for a whole window,
 * and at its end, when they did so over the whole run.
 *
 * @param limitRatio share of core time below which it warns
 * @param window how far back is looked while the run goes on, for the verdict's words
 * @param grace how long executors must have been there for it to matter
 */
public record LowUtilization(double limitRatio, Duration window, Duration grace)
    implements Policy<Boolean> {

  @Override
  public String id() {
    return "low-utilization";
  }

  @Override
  public Set<Class<? extends Signal>> watches() {
    return Set.of(UtilizationMeasured.class);
  }

  @Override
  public Boolean initial() {
    return false;
  }

  @Override
  public Step<Boolean> apply(Boolean said, Signal signal) {
    if (said || !(signal instanceof UtilizationMeasured measured) || isTooEarly(measured)) {
      return Step.unchanged();
    }
    if (isLow(measured.windowRatio())) {
      return warn(measured.windowRatio(), " in the last " + Words.duration(window), measured);
    }
    return measured.last() && isLow(measured.runRatio())
        ? warn(measured.runRatio(), " over the whole run", measured)
        : Step.unchanged();
  }

  private boolean isTooEarly(UtilizationMeasured measured) {
    long thereMs = measured.atMs() - measured.sinceMs();
    return thereMs < grace.toMillis() || (!measured.last() && thereMs < window.toMillis());
  }

  private boolean isLow(@Nullable Double ratio) {
    return ratio != null && ratio < limitRatio;
  }

  private Step<Boolean> warn(@Nullable Double ratio, String when, UtilizationMeasured measured) {
    Verdict verdict =
        new Verdict(
            Severity.WARN,
            id(),
            measured.atMs(),
            null,
            "the workers' cores were %s used%s, the redline is %s"
                .formatted(
                    Words.percent(ratio == null ? 0 : ratio), when, Words.percent(limitRatio)),
            List.of(),
            List.of(
                "use fewer or smaller workers, or turn on auto-scaling"
                    + " (Glue: --enable-auto-scaling true)",
                "look for stages with few tasks: they keep all but a few cores waiting"),
            Retry.NO);
    return new Step<>(true, verdict);
  }
}
