package dev.redline.listener.run;

import dev.redline.listener.signal.Memory;
import org.jspecify.annotations.Nullable;

/**
 * The run's present values, as gauges show them.
 *
 * @param shuffleWriteBytes bytes written to shuffle so far
 * @param memory the hottest executor now
 * @param utilizationRatio task run time over core time in the sliding window, 0 to 1
 * @param gcRatio time tasks waited for garbage collections over task run time in the same window
 * @param executors executors alive
 */
public record Vitals(
    long shuffleWriteBytes,
    Memory memory,
    @Nullable Double utilizationRatio,
    @Nullable Double gcRatio,
    int executors) {

  /** Before anything happened. */
  public static final Vitals NONE = new Vitals(0, Memory.NONE, null, null, 0);
}
