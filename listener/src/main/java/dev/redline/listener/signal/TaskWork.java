package dev.redline.listener.signal;

/**
 * What an attempt of a task did, from Spark's task metrics.
 *
 * @param runTimeMs time on a core
 * @param gcTimeMs time the executor's collections took meanwhile
 * @param shuffleWriteBytes bytes written to shuffle
 * @param shuffleReadBytes bytes read from shuffle, local and remote
 * @param spillDiskBytes bytes spilled to disk
 * @param peakHeapBytes highest heap use of the executor seen during the task, or 0 if not measured
 * @param peakResidentBytes highest resident memory of the executor's process tree, or 0
 */
public record TaskWork(
    long runTimeMs,
    long gcTimeMs,
    long shuffleWriteBytes,
    long shuffleReadBytes,
    long spillDiskBytes,
    long peakHeapBytes,
    long peakResidentBytes) {

  /** Whether the executor's memory was measured during the task. */
  public boolean measuresMemory() {
    return peakHeapBytes > 0 || peakResidentBytes > 0;
  }

  /** Nothing known. */
  public static final TaskWork NONE = new TaskWork(0, 0, 0, 0, 0, 0, 0);
}
