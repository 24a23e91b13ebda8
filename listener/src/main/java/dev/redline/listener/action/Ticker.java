package dev.redline.listener.action;

import java.time.Duration;

/** Time, as the ladder sees it; tests bring their own. */
public interface Ticker {

  /** The time of this machine. */
  Ticker SYSTEM =
      new Ticker() {
        @Override
        public long nanos() {
          return System.nanoTime();
        }

        @Override
        public void pause(Duration duration) throws InterruptedException {
          Thread.sleep(duration.toMillis());
        }
      };

  /** A count of nanoseconds that only ever rises. */
  long nanos();

  /** Waits. */
  void pause(Duration duration) throws InterruptedException;
}
