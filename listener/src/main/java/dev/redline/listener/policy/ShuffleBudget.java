package dev.redline.listener.policy;

import dev.redline.listener.policy.Verdict.Retry;
import dev.redline.listener.policy.Verdict.Severity;
import dev.redline.listener.signal.Signal;
import dev.redline.listener.signal.Signal.TaskEnded;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Warns when a run writes more to shuffle than its redline, and stops it only where a second limit
 * was set.
 *
 * @param limitBytes bytes above which it warns
 * @param stopAboveBytes bytes above which it stops, or null for never
 */
public record ShuffleBudget(long limitBytes, @Nullable Long stopAboveBytes)
    implements Policy<ShuffleBudget.State> {

  /** Bytes written so far, the part that was repeated work, and what was said. */
  record State(long bytes, long repeatedBytes, Severity said) {}

  @Override
  public String id() {
    return "shuffle-budget";
  }

  @Override
  public State initial() {
    return new State(0, 0, Severity.HEALTHY);
  }

  @Override
  public Step<State> apply(State state, Signal signal) {
    if (!(signal instanceof TaskEnded task) || task.work().shuffleWriteBytes() == 0) {
      return Step.quiet(state);
    }
    long written = task.work().shuffleWriteBytes();
    long bytes = state.bytes + written;
    long repeated = state.repeatedBytes + (task.isRepeatedWork() ? written : 0);
    Severity severity = severity(bytes);
    if (severity.compareTo(state.said) <= 0) {
      return Step.quiet(new State(bytes, repeated, state.said));
    }
    return new Step<>(
        new State(bytes, repeated, severity), verdict(severity, bytes, repeated, task));
  }

  private Severity severity(long bytes) {
    if (stopAboveBytes != null && bytes > stopAboveBytes) {
      return Severity.STOP;
    }
    return bytes > limitBytes ? Severity.WARN : Severity.HEALTHY;
  }

  private Verdict verdict(Severity severity, long bytes, long repeated, TaskEnded task) {
    long limit = severity == Severity.STOP && stopAboveBytes != null ? stopAboveBytes : limitBytes;
    return new Verdict(
        severity,
        id(),
        task.atMs(),
        null,
        "the run wrote more than %s to shuffle".formatted(Words.bytes(limit)),
        List.of(
            "%s of %s were repeated work".formatted(Words.bytes(repeated), Words.bytes(bytes)),
            "stage %d crossed the line".formatted(task.task().stageId())),
        List.of(
            "shuffle only the key, the ordering and a locator, not whole rows",
            "set spark.io.compression.codec=zstd"),
        Retry.NO);
  }
}
