package dev.redline.listener.policy;

import dev.redline.listener.policy.Verdict.Retry;
import dev.redline.listener.policy.Verdict.Severity;
import dev.redline.listener.signal.Signal;
import dev.redline.listener.signal.Signal.ShufflePassed;
import dev.redline.listener.signal.SqlShuffle;
import dev.redline.listener.signal.StageShuffle;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Warns when a run writes more to shuffle than its redline, and stops it only where a second limit
 * was set. Says who spent it.
 *
 * @param limitBytes bytes above which it warns
 * @param stopAboveBytes bytes above which it stops, or null for never
 */
public record ShuffleBudget(long limitBytes, @Nullable Long stopAboveBytes)
    implements Policy<Severity> {
  private static final int SPENDERS_TOLD = 3;

  @Override
  public String id() {
    return "shuffle-budget";
  }

  @Override
  public Set<Class<? extends Signal>> watches() {
    return Set.of(ShufflePassed.class);
  }

  /** The limits at which a signal is needed. */
  public List<Long> limitsBytes() {
    return stopAboveBytes == null ? List.of(limitBytes) : List.of(limitBytes, stopAboveBytes);
  }

  @Override
  public Severity initial() {
    return Severity.HEALTHY;
  }

  @Override
  public Step<Severity> apply(Severity said, Signal signal) {
    if (!(signal instanceof ShufflePassed passed)) {
      return Step.unchanged();
    }
    Severity severity = severity(passed.bytes());
    return severity.compareTo(said) <= 0
        ? Step.unchanged()
        : new Step<>(severity, verdict(severity, passed));
  }

  private Severity severity(long bytes) {
    if (stopAboveBytes != null && bytes > stopAboveBytes) {
      return Severity.STOP;
    }
    return bytes > limitBytes ? Severity.WARN : Severity.HEALTHY;
  }

  private Verdict verdict(Severity severity, ShufflePassed passed) {
    long limit = severity == Severity.STOP && stopAboveBytes != null ? stopAboveBytes : limitBytes;
    return new Verdict(
        severity,
        id(),
        passed.atMs(),
        null,
        "the run wrote more than %s to shuffle".formatted(Words.bytes(limit)),
        evidence(passed),
        List.of(
            "shuffle only the key, the ordering and a locator, not whole rows",
            "set spark.io.compression.codec=zstd"),
        Retry.NO);
  }

  private static List<String> evidence(ShufflePassed passed) {
    List<String> evidence = new ArrayList<>();
    evidence.add(
        "first attempts wrote %s, repeated work %s"
            .formatted(
                Words.bytes(passed.bytes() - passed.repeatedBytes()),
                Words.bytes(passed.repeatedBytes())));
    for (StageShuffle stage : head(passed.stages())) {
      evidence.add(
          spent("stage " + stage.stageId(), stage.name())
              + amount(stage.writeBytes(), stage.repeatedWriteBytes()));
    }
    for (SqlShuffle execution : head(passed.executions())) {
      evidence.add(
          spent("SQL execution " + execution.executionId(), execution.description())
              + amount(execution.writeBytes(), execution.repeatedWriteBytes()));
    }
    return evidence;
  }

  private static <T> List<T> head(List<T> spenders) {
    return spenders.subList(0, Math.min(SPENDERS_TOLD, spenders.size()));
  }

  private static String spent(String who, String name) {
    return name.isBlank() ? who : "%s (%s)".formatted(who, Words.line(name));
  }

  private static String amount(long bytes, long repeatedBytes) {
    String wrote = " wrote " + Words.bytes(bytes);
    return repeatedBytes == 0
        ? wrote
        : wrote + ", " + Words.bytes(repeatedBytes) + " of it repeated";
  }
}
