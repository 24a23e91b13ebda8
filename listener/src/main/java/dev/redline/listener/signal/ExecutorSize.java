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
    return new Memory(
        null,
        measured(overheadRatio(residentBytes)),
        measured(heapRatio(heapBytes)),
        measured(containerRatio(residentBytes)));
  }

  /** Heap in use as a share of the heap; NaN where it is not measured. */
  public double heapRatio(long heapUsedBytes) {
    return heapUsedBytes <= 0 ? Double.NaN : (double) heapUsedBytes / heapBytes;
  }

  /** Resident memory beyond the heap as a share of what is granted for it; NaN if unknown. */
  public double overheadRatio(long residentBytes) {
    return residentBytes == 0 || overheadBytes == 0
        ? Double.NaN
        : (double) Math.max(0, residentBytes - heapBytes) / overheadBytes;
  }

  /** Resident memory as a share of the container; NaN where it is not measured. */
  public double containerRatio(long residentBytes) {
    return residentBytes <= 0 ? Double.NaN : (double) residentBytes / containerBytes();
  }

  private static @Nullable Double measured(double ratio) {
    return Double.isNaN(ratio) ? null : Double.valueOf(ratio);
  }
}
