package dev.redline.listener.policy;

import dev.redline.listener.policy.Verdict.Retry;
import dev.redline.listener.policy.Verdict.Severity;
import dev.redline.listener.signal.ExecutorSize;
import dev.redline.listener.signal.LossCause;
import dev.redline.listener.signal.Memory;
import dev.redline.listener.signal.Signal;
import dev.redline.listener.signal.Signal.MemoryAssessed;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Warns when an executor's live heap or its overhead stays above the redline, and stops the run
 * only where a second limit was set.
 *
 * <p>Raw heap use and raw resident memory are not looked at: on a healthy run both sit near their
 * limits for minutes.
 *
 * @param limitRatio share above which it warns
 * @param stopAboveRatio share above which it stops, or null for never
 * @param size what executors were granted, for the advice
 */
public record MemoryPressure(double limitRatio, @Nullable Double stopAboveRatio, ExecutorSize size)
    implements Policy<Severity> {

  @Override
  public String id() {
    return "memory-pressure";
  }

  @Override
  public Severity initial() {
    return Severity.HEALTHY;
  }

  @Override
  public Step<Severity> apply(Severity said, Signal signal) {
    if (!(signal instanceof MemoryAssessed assessed)) {
      return Step.quiet(said);
    }
    Memory memory = assessed.memory();
    Severity heap = severity(memory.liveHeapRatio());
    Severity overhead = severity(memory.overheadRatio());
    Severity worst = heap.compareTo(overhead) >= 0 ? heap : overhead;
    if (worst.compareTo(said) <= 0) {
      return Step.quiet(said);
    }
    Verdict verdict =
        heap == worst
            ? verdict(worst, "live heap", memory.liveHeapRatio(), LossCause.HEAP_OOM, assessed)
            : verdict(
                worst,
                "memory overhead",
                memory.overheadRatio(),
                LossCause.CONTAINER_OOM,
                assessed);
    return new Step<>(worst, verdict);
  }

  private Severity severity(@Nullable Double ratio) {
    if (ratio == null) {
      return Severity.HEALTHY;
    }
    if (stopAboveRatio != null && ratio > stopAboveRatio) {
      return Severity.STOP;
    }
    return ratio > limitRatio ? Severity.WARN : Severity.HEALTHY;
  }

  private Verdict verdict(
      Severity severity,
      String what,
      @Nullable Double ratio,
      LossCause threatening,
      MemoryAssessed assessed) {
    double limit =
        severity == Severity.STOP && stopAboveRatio != null ? stopAboveRatio : limitRatio;
    return new Verdict(
        severity,
        id(),
        assessed.atMs(),
        null,
        "executor %s is at %s of its %s, the redline is %s"
            .formatted(
                assessed.executorId(),
                ratio == null ? "?" : Words.percent(ratio),
                what,
                Words.percent(limit)),
        List.of(),
        Advice.against(threatening, size),
        Retry.YES_WITH_MORE_MEMORY);
  }
}
