package dev.redline.listener.signal;

import org.jspecify.annotations.Nullable;

/**
 * Executor memory against its limits, as shares from 0 up (a container can exceed its limit before
 * it is killed); each is {@code null} where it was not measured.
 *
 * @param liveHeapRatio heap that collections could not free, of the heap
 * @param overheadRatio memory beyond the heap, of what is granted beyond the heap
 * @param heapRatio highest heap use, garbage included, of the heap
 * @param containerRatio highest resident memory, of the container
 */
public record Memory(
    @Nullable Double liveHeapRatio,
    @Nullable Double overheadRatio,
    @Nullable Double heapRatio,
    @Nullable Double containerRatio) {

  /** Nothing measured. */
  public static final Memory NONE = new Memory(null, null, null, null);

  /** The higher of each ratio of two; this, where the other is nowhere higher. */
  public Memory max(Memory other) {
    return isCovering(liveHeapRatio, other.liveHeapRatio)
            && isCovering(overheadRatio, other.overheadRatio)
            && isCovering(heapRatio, other.heapRatio)
            && isCovering(containerRatio, other.containerRatio)
        ? this
        : new Memory(
            max(liveHeapRatio, other.liveHeapRatio),
            max(overheadRatio, other.overheadRatio),
            max(heapRatio, other.heapRatio),
            max(containerRatio, other.containerRatio));
  }

  private static boolean isCovering(@Nullable Double ratio, @Nullable Double other) {
    return other == null || (ratio != null && ratio >= other);
  }

  private static @Nullable Double max(@Nullable Double first, @Nullable Double second) {
    if (first == null || second == null) {
      return first == null ? second : first;
    }
    return Math.max(first, second);
  }
}
