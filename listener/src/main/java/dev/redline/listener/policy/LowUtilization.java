package dev.redline.listener.policy;

import dev.redline.listener.policy.Verdict.Retry;
import dev.redline.listener.policy.Verdict.Severity;
import dev.redline.listener.signal.Signal;
import dev.redline.listener.signal.Signal.FleetChanged;
import dev.redline.listener.signal.Signal.RunEnded;
import dev.redline.listener.signal.Signal.TaskEnded;
import java.time.Duration;
import java.util.List;

/**
 * Warns at the end of a run whose workers mostly idled.
 *
 * @param limitRatio share of core time below which it warns
 * @param grace how long executors must have been there for it to matter
 */
public record LowUtilization(double limitRatio, Duration grace)
    implements Policy<LowUtilization.State> {

  /**
   * Task run time and core time so far, the cores there are, since when, and since when there were
   * any; whether the run ended.
   */
  record State(long runTimeMs, long coreMs, int cores, long sinceMs, long firstMs, boolean ended) {
    State until(long atMs) {
      long from = Math.max(sinceMs, 0);
      long coreMsSince = cores * Math.max(0, atMs - from);
      return new State(
          runTimeMs, coreMs + coreMsSince, cores, Math.max(from, atMs), firstMs, ended);
    }

    State end() {
      return new State(runTimeMs, coreMs, cores, sinceMs, firstMs, true);
    }
  }

  @Override
  public String id() {
    return "low-utilization";
  }

  @Override
  public State initial() {
    return new State(0, 0, 0, 0, Long.MAX_VALUE, false);
  }

  @Override
  public Step<State> apply(State state, Signal signal) {
    if (state.ended) {
      return Step.quiet(state);
    } else if (signal instanceof TaskEnded task) {
      long runTimeMs = state.runTimeMs + task.work().runTimeMs();
      return Step.quiet(
          new State(runTimeMs, state.coreMs, state.cores, state.sinceMs, state.firstMs, false));
    } else if (signal instanceof FleetChanged fleet) {
      State now = state.until(fleet.atMs());
      return Step.quiet(
          new State(
              now.runTimeMs,
              now.coreMs,
              fleet.cores(),
              now.sinceMs,
              Math.min(now.firstMs, fleet.atMs()),
              false));
    } else if (signal instanceof RunEnded ended) {
      State end = state.until(ended.atMs());
      return new Step<>(end.end(), atEnd(end, ended.atMs()));
    }
    return Step.quiet(state);
  }

  private Verdict atEnd(State state, long endMs) {
    if (state.coreMs == 0 || endMs - state.firstMs < grace.toMillis()) {
      return Verdict.healthy();
    }
    double ratio = (double) state.runTimeMs / state.coreMs;
    if (ratio >= limitRatio) {
      return Verdict.healthy();
    }
    return new Verdict(
        Severity.WARN,
        id(),
        endMs,
        null,
        "the workers' cores were %s used, the redline is %s"
            .formatted(Words.percent(ratio), Words.percent(limitRatio)),
        List.of(),
        List.of(
            "use fewer or smaller workers, or turn on auto-scaling"
                + " (Glue: --enable-auto-scaling true)",
            "look for stages with few tasks: they keep all but a few cores waiting"),
        Retry.NO);
  }
}
