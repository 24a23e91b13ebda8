package dev.redline.listener.policy;

import dev.redline.catalog.StopCause;
import dev.redline.listener.signal.LossCause;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a policy concludes about the run.
 *
 * @param severity how bad it is
 * @param policy the id of the policy, such as {@code death-rate}; empty when healthy
 * @param atMs event time of the signal that settled it, or 0 when healthy
 * @param cause the loss cause behind it, where losses are; else null
 * @param summary one sentence without its full stop, with the numbers that led here
 * @param evidence further facts, one sentence each, the most telling first
 * @param advice what to change, one sentence each; empty where there is none
 * @param retry whether running the job again as it is can help
 */
public record Verdict(
    Severity severity,
    String policy,
    long atMs,
    @Nullable LossCause cause,
    String summary,
    List<String> evidence,
    List<String> advice,
    Retry retry) {

  /** How bad a verdict is, in rising order. */
  public enum Severity {
    HEALTHY,
    WARN,
    STOP
  }

  /** Whether running the job again can help; schedulers branch on it. */
  public enum Retry {
    NO,
    YES,
    YES_WITH_MORE_MEMORY
  }

  private static final Verdict HEALTHY =
      new Verdict(
          Severity.HEALTHY, "", 0, null, "No redline was crossed", List.of(), List.of(), Retry.YES);

  public Verdict {
    evidence = List.copyOf(evidence);
    advice = List.copyOf(advice);
  }

  /** Nothing to say. */
  public static Verdict healthy() {
    return HEALTHY;
  }

  public boolean isStop() {
    return severity == Severity.STOP;
  }

  /** Why it stops the run, if it does; a limit that was set where no loss is behind it. */
  public StopCause stopCause() {
    return cause == null ? StopCause.BUDGET : StopCause.ofName(cause.name());
  }

  /** The worse of two verdicts; the first where they are equally bad. */
  public static Verdict worse(Verdict first, Verdict second) {
    return second.severity.compareTo(first.severity) > 0 ? second : first;
  }
}
