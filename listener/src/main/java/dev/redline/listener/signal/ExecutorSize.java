package dev.redline.listener.signal;

import org.jspecify.annotations.Nullable;

/**
 * What every executor of the run was granted.
 *
 * @param heapBytes the heap ({@code spark.executor.memory}), above 0
 * @param overheadBytes all the container holds beyond the heap: memory overhead, off-heap and
 *     Python memory
 * @param workerType the Glue worker that holds it; null where that is not known, or it is not Glue
 */
public record ExecutorSize(long heapBytes, long overheadBytes, @Nullable WorkerType workerType) {
  public ExecutorSize {
    if (heapBytes <= 0 || overheadBytes < 0) {
      throw new IllegalArgumentException(
          "heap must be above 0 and overhead not below, were " + heapBytes + ", " + overheadBytes);
    }
  }

  /** What executors are granted elsewhere than on Glue. */
  public ExecutorSize(long heapBytes, long overheadBytes) {
    this(heapBytes, overheadBytes, null);
  }

  /** The container's size. */
  public long containerBytes() {
    return heapBytes + overheadBytes;
  }

  /**
   * What memory use means against these limits, all but live heap.
   *
   * @param heapBytes heap in use, or 0 where it is not measured
   * @param residentBytes resident memory of the process tree, or 0 where it is not measured
   */
  public Memory assess(long heapBytes, long residentBytes) {
    Double overhead =
        residentBytes == 0 || overheadBytes == 0
            ? null
            : Double.valueOf((double) Math.max(0, residentBytes - this.heapBytes) / overheadBytes);
    return new Memory(
        null, overhead, share(heapBytes, this.heapBytes), share(residentBytes, containerBytes()));
  }

  private static @Nullable Double share(long bytes, long ofBytes) {
    return bytes <= 0 ? null : Double.valueOf((double) bytes / ofBytes);
  }
}
