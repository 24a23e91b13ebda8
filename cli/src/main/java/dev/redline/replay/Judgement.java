package dev.redline.replay;

import dev.redline.listener.run.RunRecord;
import dev.redline.listener.signal.Loss;
import dev.redline.listener.signal.LossCause;
import dev.redline.listener.signal.Memory;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What replaying one log found, as it is printed: one JSON object with a member for each component.
 *
 * @param log the file or folder as it was named
 * @param appId Spark's application id, empty where the log does not say
 * @param appName Spark's application name
 * @param sparkVersion the Spark that wrote the log
 * @param verdict HEALTHY, WARN or STOP
 * @param cause the loss cause behind the verdict, if any
 * @param stop when and by which policy the run would have been stopped, or null
 * @param losses executors lost
 * @param shuffleWriteBytes bytes written to shuffle
 * @param shuffleReadBytes bytes read from shuffle
 * @param repeatedShuffleWriteBytes the part of the writes that was work done again
 * @param spillDiskBytes bytes spilled to disk
 * @param tasks task attempts that ended
 * @param failedTasks those of them that did not succeed, killed ones included
 * @param executorsAdded executors that registered
 * @param executorsRemoved executors that went
 * @param peakExecutorMemory the hottest executor's highest ratios; null where not in the log
 * @param workerUtilization task run time over core time, 0 to 1, or null
 * @param badLines lines that are no event: empty, cut off or corrupt
 * @param complete whether the log tells the application's end
 */
record Judgement(
    String log,
    String appId,
    String appName,
    String sparkVersion,
    String verdict,
    @Nullable LossCause cause,
    @Nullable Stop stop,
    List<LostExecutor> losses,
    long shuffleWriteBytes,
    long shuffleReadBytes,
    long repeatedShuffleWriteBytes,
    long spillDiskBytes,
    long tasks,
    long failedTasks,
    int executorsAdded,
    int executorsRemoved,
    PeakMemory peakExecutorMemory,
    @Nullable Double workerUtilization,
    long badLines,
    boolean complete) {

  /**
   * The stop that the guard would have made.
   *
   * @param at event time in milliseconds since the epoch
   * @param policy the policy's id
   * @param secondsSaved from then to the end of the log: an estimate of what the stop had saved
   */
  record Stop(long at, String policy, long secondsSaved) {}

  /** A loss by the names of the output. */
  record LostExecutor(
      String executorId, long at, LossCause cause, boolean counted, String ruleId, String reason) {
    static LostExecutor of(Loss loss) {
      return new LostExecutor(
          loss.executorId(),
          loss.atMs(),
          loss.cause(),
          loss.counted(),
          loss.ruleId(),
          loss.reason());
    }
  }

  /** Peak memory by the names of the output. */
  record PeakMemory(
      @Nullable Double heapRatio,
      @Nullable Double liveHeapRatio,
      @Nullable Double containerRatio,
      @Nullable Double overheadRatio) {
    static PeakMemory of(Memory memory) {
      return new PeakMemory(
          memory.heapRatio(),
          memory.liveHeapRatio(),
          memory.containerRatio(),
          memory.overheadRatio());
    }
  }

  static Judgement of(String log, RunRecord run, long badLines) {
    RunRecord.Totals totals = run.totals();
    Stop stop =
        run.verdict().isStop()
            ? new Stop(
                run.verdict().atMs(),
                run.verdict().policy(),
                Math.max(0, (run.endedAtMs() - run.verdict().atMs()) / 1000))
            : null;
    return new Judgement(
        log,
        run.application().id(),
        run.application().name(),
        run.application().sparkVersion(),
        run.verdict().severity().name(),
        run.verdict().cause(),
        stop,
        run.losses().stream().map(LostExecutor::of).toList(),
        totals.shuffleWriteBytes(),
        totals.shuffleReadBytes(),
        totals.repeatedShuffleWriteBytes(),
        totals.spillDiskBytes(),
        totals.tasks(),
        totals.failedTasks() + totals.killedTasks(),
        totals.executorsAdded(),
        totals.executorsRemoved(),
        PeakMemory.of(totals.peakMemory()),
        totals.workerUtilization(),
        badLines,
        run.complete());
  }
}
