package dev.redline.replay;

/** Times of events, in milliseconds since the epoch. */
final class Times {
  /** The end of the year 9999: what is beyond is no time. */
  private static final long LATEST_MS = 253_402_300_799_999L;

  private Times() {}

  /** A time, or another one where it is none. */
  static long or(long atMs, long otherMs) {
    return atMs > 0 && atMs <= LATEST_MS ? atMs : otherMs;
  }

  /** A time, or 0 where it is none. */
  static long orUnknown(long atMs) {
    return or(atMs, 0);
  }
}
