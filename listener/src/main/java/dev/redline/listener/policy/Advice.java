package dev.redline.listener.policy;

import dev.redline.listener.policy.Verdict.Retry;
import dev.redline.listener.signal.ExecutorSize;
import dev.redline.listener.signal.LossCause;
import dev.redline.listener.signal.Memory;
import dev.redline.listener.signal.WorkerType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What to change when executors are lost, and whether running the job again can help, with the
 * values that follow from the executors' size and from the highest memory use that was seen. Pure.
 */
public final class Advice {
  private static final long MEBIBYTE = 1L << 20;

  /** Sizes are advised in steps of so much. */
  private static final long STEP_MIB = 256;

  /** What was used at the worst must fit with a quarter to spare. */
  private static final double HEADROOM = 1.25;

  /** At or above it, memory is a likely reason for a SIGKILL that nobody claims. */
  private static final double NEAR_LIMIT = 0.9;

  /** Below it, a heap did not fill up: it was one allocation that did not fit. */
  private static final double NOT_FULL = 0.5;

  private static final String POISON_TASK = "poison-task";

  private Advice() {}

  /** What can be said before anything was measured. */
  static List<String> against(LossCause cause, ExecutorSize size) {
    return against(cause, size, Memory.NONE);
  }

  /**
   * The verdict with what follows from the run's memory: its advice, and its retry answer. A
   * verdict without a cause is left as it is.
   */
  public static Verdict sharpen(Verdict verdict, ExecutorSize size, Memory peak) {
    LossCause cause = verdict.cause();
    if (cause == null) {
      return verdict;
    }
    List<String> advice = new ArrayList<>(against(cause, size, peak));
    if (verdict.policy().equals(POISON_TASK) && cause == LossCause.HEAP_OOM) {
      advice.add(
          1,
          "it is one task that dies: if it holds one huge key or value, no executor may be large"
              + " enough; split it (salt the key, filter it out, read smaller values)");
    }
    List<String> unmeasured = against(cause, size);
    verdict.advice().stream().filter(line -> !unmeasured.contains(line)).forEach(advice::add);
    return new Verdict(
        verdict.severity(),
        verdict.policy(),
        verdict.atMs(),
        cause,
        verdict.summary(),
        verdict.evidence(),
        advice,
        verdict.isStop() ? retry(cause, size, peak) : warned(cause));
  }

  /** A run that was only warned of may be run again as it is, unless memory was the matter. */
  private static Retry warned(LossCause cause) {
    return cause.isMemory() ? Retry.YES_WITH_MORE_MEMORY : Retry.YES;
  }

  /**
   * Whether running the job again can help, after it was stopped for a cause.
   *
   * @param peak the highest memory use of any executor
   */
  public static Retry retry(LossCause cause, ExecutorSize size, Memory peak) {
    boolean canGrow = size.workerType() == null || size.workerType().next().isPresent();
    return switch (cause) {
      case HEAP_OOM, CONTAINER_OOM, CONTAINER_VMEM ->
          canGrow ? Retry.YES_WITH_MORE_MEMORY : Retry.NO;
      case KILLED -> killed(peak, canGrow);
      case CRASH, DISK, LAUNCH_FAILURE -> Retry.NO;
      default -> Retry.YES;
    };
  }

  /** Most often it is the kernel's out-of-memory killer; unless memory was seen to be free. */
  private static Retry killed(Memory peak, boolean canGrow) {
    boolean measured = peak.containerRatio() != null || peak.liveHeapRatio() != null;
    if (measured && !isNearLimit(peak)) {
      return Retry.YES;
    }
    return canGrow ? Retry.YES_WITH_MORE_MEMORY : Retry.NO;
  }

  private static boolean isNearLimit(Memory peak) {
    return reaches(peak.liveHeapRatio(), NEAR_LIMIT)
        || reaches(peak.overheadRatio(), NEAR_LIMIT)
        || reaches(peak.containerRatio(), NEAR_LIMIT);
  }

  private static boolean reaches(@Nullable Double ratio, double limit) {
    return ratio != null && ratio >= limit;
  }

  /**
   * What to change, the first thing first.
   *
   * @param peak the highest memory use of any executor
   */
  public static List<String> against(LossCause cause, ExecutorSize size, Memory peak) {
    return switch (cause) {
      case HEAP_OOM -> heap(size, peak);
      case CONTAINER_OOM, CONTAINER_VMEM ->
          List.of(
              overhead(size, peak),
              "look for memory outside the heap: Python workers, native libraries, off-heap"
                  + " buffers");
      case KILLED ->
          List.of(
              "ask the cluster who sent SIGKILL: the kernel's out-of-memory killer (dmesg), the"
                  + " node's agent, or a person",
              "if it was memory, " + overhead(size, peak));
      case CRASH ->
          List.of("read the executors' stderr and hs_err files: native code or the JVM crashed");
      case HUNG -> List.of("take a thread dump of a slow executor: its task did not end when told");
      case DISK ->
          List.of(
              "free or enlarge the executors' local disk (spark.local.dir), or spill less"
                  + " (on Glue: a worker type with more disk, or shuffle to S3)");
      case LAUNCH_FAILURE ->
          List.of("read the executors' stderr: they did not start, often for a wrong JVM option");
      default -> List.of();
    };
  }

  private static List<String> heap(ExecutorSize size, Memory peak) {
    List<String> advice = new ArrayList<>();
    advice.add(
        size.workerType() == null
            ? "set spark.executor.memory=%dm (now %dm%s)"
                .formatted(
                    grown(size.heapBytes(), peak.liveHeapRatio()),
                    size.heapBytes() / MEBIBYTE,
                    seen("live heap", peak.liveHeapRatio()))
            : worker(size.workerType()));
    advice.add("give the stage more partitions, so that each task holds less");
    advice.add(
        peak.liveHeapRatio() != null && peak.liveHeapRatio() < NOT_FULL
            ? "look for a single huge key or value: live heap never passed %s, so it was one"
                    .formatted(Words.percent(peak.liveHeapRatio()))
                + " allocation that did not fit, not a heap that filled up"
            : "look for a single huge key or value if it is always the same task");
    return advice;
  }

  private static String overhead(ExecutorSize size, Memory peak) {
    return size.workerType() == null
        ? "set spark.executor.memoryOverhead=%dm (now %dm in all beyond the heap%s)"
            .formatted(
                grown(size.overheadBytes(), peak.overheadRatio()),
                size.overheadBytes() / MEBIBYTE,
                seen("overhead", peak.overheadRatio()))
        : worker(size.workerType());
  }

  private static String seen(String what, @Nullable Double ratio) {
    return ratio == null ? "" : ", %s seen at %s".formatted(what, Words.percent(ratio));
  }

  /** Twice as much, or what was seen with its headroom where that is more, in MiB. */
  private static long grown(long grantedBytes, @Nullable Double peakRatio) {
    double twice = 2.0 * grantedBytes;
    double needed = peakRatio == null ? 0 : HEADROOM * peakRatio * grantedBytes;
    long mebibytes = (long) Math.ceil(Math.max(twice, needed) / MEBIBYTE);
    return Math.max(1, (mebibytes + STEP_MIB - 1) / STEP_MIB) * STEP_MIB;
  }

  private static String worker(WorkerType type) {
    Optional<WorkerType> next = type.next();
    if (next.isEmpty()) {
      return "%s is the largest worker type: set spark.task.cpus=2, so that half as many tasks share its memory"
          .formatted(type.text());
    }
    String advice = "use worker type %s (now %s)".formatted(next.get().text(), type.text());
    return type.withMoreMemoryForEachTask()
        .map(
            more ->
                advice
                    + ", or %s for more memory with as many tasks at a time".formatted(more.text()))
        .orElse(advice);
  }
}
