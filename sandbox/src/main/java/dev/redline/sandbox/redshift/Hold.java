package dev.redline.sandbox.redshift;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A statement or an answer that is held, until it is released or its connection is cut. */
public final class Hold {
  private final String statement;
  private final CountDownLatch reached = new CountDownLatch(1);
  private final CountDownLatch over = new CountDownLatch(1);
  private volatile boolean isCut;

  Hold(String statement) {
    this.statement = statement;
  }

  /**
   * Waits until the statement is there.
   *
   * @throws IllegalStateException when it does not come in time
   */
  public void await(Duration patience) throws InterruptedException {
    if (!reached.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new IllegalStateException(
          "no statement like '" + statement + "' came within " + patience);
    }
  }

  /** Whether the statement is there. */
  public boolean isReached() {
    return reached.getCount() == 0;
  }

  /** Lets it go on. */
  public void release() {
    over.countDown();
  }

  /** Ends its connection, as the death of the client before this point would. */
  public void cut() {
    isCut = true;
    over.countDown();
  }

  /** Waits here; false when the connection is to end. */
  boolean pass() {
    reached.countDown();
    try {
      over.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
    return !isCut;
  }
}
