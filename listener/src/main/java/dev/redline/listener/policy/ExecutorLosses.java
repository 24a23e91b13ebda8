package dev.redline.listener.policy;

import dev.redline.listener.policy.Verdict.Retry;
import dev.redline.listener.policy.Verdict.Severity;
import dev.redline.listener.signal.ExecutorSize;
import dev.redline.listener.signal.LossCause;
import dev.redline.listener.signal.Signal;
import dev.redline.listener.signal.Signal.ExecutorLost;
import java.util.List;
import java.util.Set;

/**
 * Warns of the first executor that the run loses to a cause of its own. One such loss may well be
 * survived; whether they become too many is for other policies to say.
 *
 * @param size what executors were granted, for the advice
 */
public record ExecutorLosses(ExecutorSize size) implements Policy<Boolean> {

  @Override
  public String id() {
    return "executor-losses";
  }

  @Override
  public Set<Class<? extends Signal>> watches() {
    return Set.of(ExecutorLost.class);
  }

  @Override
  public Boolean initial() {
    return false;
  }

  @Override
  public Step<Boolean> apply(Boolean said, Signal signal) {
    if (said || !(signal instanceof ExecutorLost lost) || !lost.loss().counted()) {
      return Step.unchanged();
    }
    LossCause cause = lost.loss().cause();
    Verdict verdict =
        new Verdict(
            Severity.WARN,
            id(),
            lost.atMs(),
            cause,
            "executor %s was lost: %s".formatted(lost.loss().executorId(), cause.meaning()),
            List.of(Words.evidence(lost.loss())),
            Advice.against(cause, size),
            cause.isMemory() ? Retry.YES_WITH_MORE_MEMORY : Retry.YES);
    return new Step<>(true, verdict);
  }
}
