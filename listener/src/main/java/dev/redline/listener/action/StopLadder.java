package dev.redline.listener.action;

import dev.redline.listener.action.StopAccount.Wait;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends a run, once, in one of two ways: it {@link #stop() stops} it, or lets it {@link #finish()
 * finish} as it would have without a guard.
 *
 * <p>The rungs of a stop, each with its bound: tell (one line, files, metrics, all at once), wait
 * for a critical section, cancel all jobs and give the user's program its grace, exit. All of them
 * together leave the shutdown hooks their share of the deadline; whatever hangs, a watchdog halts
 * the process at the deadline. The order, and that the guard's exit code survives a program that
 * ends itself first, was measured on Spark 3.5.6 and 4.1.1; see docs/decisions/0004.
 *
 * <p>All threads are daemons, created and started by the constructor. It must run on the thread
 * that creates the SparkContext: a thread first created inside a listener callback inherits Spark's
 * mark of the listener thread, and stopping the context from it throws (SPARK-11872).
 */
public final class StopLadder {
  private static final Logger LOG = LoggerFactory.getLogger(StopLadder.class);
  private static final Duration POLL = Duration.ofMillis(50);

  /** How often a run is looked at that may have ended untold. */
  private static final Duration LOOK = Duration.ofSeconds(5);

  private enum Way {
    RUNNING,
    FINISHING,
    STOPPING
  }

  private final StopLimits limits;
  private final Application application;
  private final Closing closing;
  private final Exit exit;
  private final Ticker ticker;
  private final AtomicReference<Way> way = new AtomicReference<>(Way.RUNNING);
  private final CountDownLatch decided = new CountDownLatch(1);
  private final CountDownLatch told = new CountDownLatch(1);
  private final CountDownLatch over = new CountDownLatch(1);
  private final StepThreads steps = new StepThreads();
  private final StopAccount account;
  private volatile String stopReason = "";
  private boolean accounted;

  /**
   * A ladder with its threads running and waiting.
   *
   * @param limits the bounds
   * @param application what is stopped
   * @param closing what is told
   * @param exit the ways out
   * @param ticker the time
   */
  public StopLadder(
      StopLimits limits, Application application, Closing closing, Exit exit, Ticker ticker) {
    this.limits = limits;
    this.application = application;
    this.closing = closing;
    this.exit = exit;
    this.ticker = ticker;
    this.account = new StopAccount(ticker);
    StepThreads.daemon(this::climb, "redline-ladder").start();
    StepThreads.daemon(this::watch, "redline-watchdog").start();
  }

  /**
   * Stops the run; returns at once. Only the first call of stop or finish has an effect.
   *
   * @param reason why, as the program will read it where Spark tells it that its job was cancelled
   */
  public void stop(String reason) {
    stopReason = reason;
    decide(Way.STOPPING);
  }

  /** Tells the outside that the run is over; returns at once. */
  public void finish() {
    decide(Way.FINISHING);
  }

  private void decide(Way chosen) {
    if (way.compareAndSet(Way.RUNNING, chosen)) {
      account.begin();
      decided.countDown();
    }
  }

  /** Runs a piece of work on one of the guard's own threads, if one is free before the end. */
  public void aside(Runnable work) {
    steps.beginIfOpen("work aside", work);
  }

  /**
   * What the process does last, after Spark's own shutdown hooks: a stopped run keeps the guard's
   * exit code, whoever called exit first, once all is told or the flush limit is over; any other
   * run keeps its own, and waits at most the flush limit for the last metrics.
   */
  public void atProcessEnd() {
    if (way.get() == Way.STOPPING) {
      await(told);
      giveAccount();
      endCompanions();
      exit.halt(limits.exitCode());
    } else if (way.get() == Way.FINISHING) {
      await(over);
    }
  }

  private void await(CountDownLatch latch) {
    try {
      if (!latch.await(limits.flush().toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("Redline gave up waiting for its last metrics and files: {}", limits.flush());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void climb() {
    try {
      decided.await();
      if (way.get() == Way.STOPPING) {
        climbToTheEnd();
      } else {
        tell().await(limits.announcement(), limits.flush());
        closing.release();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Throwable t) {
      LOG.warn("Redline failed while it ended", t);
    } finally {
      over.countDown();
      steps.end();
    }
  }

  private void climbToTheEnd() throws InterruptedException {
    long start = ticker.nanos();
    try {
      Telling telling = tell();
      account.charge(Wait.LINE, () -> telling.awaitLine(left(start, limits.announcement(), start)));
      attempt(() -> waitForCriticalSection(start));
      attempt(() -> cancelAndWait(start));
      account.charge(Wait.TELLING, () -> telling.awaitRest(left(start, limits.flush(), start)));
    } finally {
      giveAccount();
      endCompanions();
      exit.exit(limits.exitCode());
    }
  }

  /**
   * Says where the time went, once: whoever comes to the end first, the ladder or a hook. The other
   * waits, or it would halt the process before the line is written.
   */
  private synchronized void giveAccount() {
    if (!accounted) {
      accounted = true;
      LOG.warn("Redline ends the process after {}", account.text());
    }
  }

  /** A rung that breaks must not keep the next from being climbed. */
  private static void attempt(StopAccount.Step rung) throws InterruptedException {
    try {
      rung.run();
    } catch (RuntimeException | Error e) {
      LOG.warn("Redline failed at a step of its stop and goes on with the next", e);
    }
  }

  private Telling tell() {
    return new Telling(steps, closing, limits.flush(), told::countDown);
  }

  /** What is left of a step's own limit, and of the time that all steps have together. */
  private Duration left(long beginNanos, Duration limit, long stopNanos) {
    long now = ticker.nanos();
    Duration left =
        StopLimits.shorter(
            limit.minusNanos(now - beginNanos), limits.steps().minusNanos(now - stopNanos));
    return left.isNegative() ? Duration.ZERO : left;
  }

  private void waitForCriticalSection(long stopNanos) throws InterruptedException {
    long begin = ticker.nanos();
    Optional<String> section = application.criticalSection();
    section.ifPresent(
        words ->
            LOG.warn(
                "Redline waits for '{}' to end, at most {} ms",
                words,
                limits.criticalSection().toMillis()));
    while (section.isPresent()) {
      if (left(begin, limits.criticalSection(), stopNanos).isZero()) {
        LOG.warn(
            "Redline stops the run although '{}' did not end within {} ms",
            section.get(),
            Duration.ofNanos(ticker.nanos() - begin).toMillis());
        return;
      }
      account.charge(Wait.SECTION, () -> ticker.pause(POLL));
      section = application.criticalSection();
    }
  }

  /** Cancels again and again: a program may start new jobs after the first cancellation. */
  private void cancelAndWait(long stopNanos) throws InterruptedException {
    long begin = ticker.nanos();
    do {
      Duration limit = left(begin, limits.cancellation(), stopNanos);
      account.charge(
          Wait.CANCELLATION,
          () ->
              steps.bounded("cancelling jobs", limit, () -> application.cancelAllJobs(stopReason)));
      if (!application.isMainRunning()) {
        return;
      }
      account.charge(Wait.PROGRAM, () -> ticker.pause(POLL));
    } while (!left(begin, limits.grace(), stopNanos).isZero());
    LOG.warn("Redline ends the process: the driver's own code still runs after its grace");
  }

  /** An application whose listener bus has died, or that never started, tells nobody its end. */
  private void awaitDecision() throws InterruptedException {
    boolean wasOver = false;
    while (!decided.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
      boolean isOver = isOver();
      if (wasOver && isOver) {
        finish();
      }
      wasOver = isOver;
    }
  }

  private boolean isOver() {
    try {
      return application.isOver();
    } catch (Throwable t) {
      LOG.debug("Redline cannot see whether the application is over", t);
      return false;
    }
  }

  private void endCompanions() {
    try {
      application.endCompanions();
    } catch (Throwable t) {
      LOG.warn("Redline could not end what runs beside the driver", t);
    }
  }

  private void watch() {
    try {
      awaitDecision();
      if (way.get() == Way.STOPPING
          && !over.await(limits.deadline().toMillis(), TimeUnit.MILLISECONDS)) {
        exit.halt(limits.exitCode());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
