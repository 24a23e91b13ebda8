package dev.redline.listener.signal;

/**
 * What every executor of the run was granted.
 *
 * @param heapBytes the heap ({@code spark.executor.memory}), above 0
 * @param overheadBytes all the container holds beyond the heap: memory overhead, off-heap and
 *     Python memory
 */
public record ExecutorSize(long heapBytes, long overheadBytes) {
  public ExecutorSize {
    if (heapBytes <= 0 || overheadBytes < 0) {
      throw new IllegalArgumentException(
          "heap must be above 0 and overhead not below, were " + heapBytes + ", " + overheadBytes);
    }
  }

  /** The container's size. */
  public long containerBytes() {
    return heapBytes + overheadBytes;
  }
}
