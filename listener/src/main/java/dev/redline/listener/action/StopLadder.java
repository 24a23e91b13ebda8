package dev.redline.listener.action;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends a run, once, in one of two ways: it {@link #stop() stops} it, or lets it {@link #finish()
 * finish} as it would have without a guard.
 *
 * <p>The rungs of a stop, each with its bound: tell (one line, files, metrics), wait for a critical
 * section, cancel all jobs and give the user's program its grace, exit. Whatever hangs, a watchdog
 * halts the process at the deadline. The order, and that the guard's exit code survives a program
 * that ends itself first, was measured on Spark 3.5.6 and 4.1.1; see docs/decisions/0004.
 *
 * <p>All threads are daemons, created and started by the constructor. It must run on the thread
 * that creates the SparkContext: a thread first created inside a listener callback inherits Spark's
 * mark of the listener thread, and stopping the context from it throws (SPARK-11872).
 */
public final class StopLadder {
  private static final Logger LOG = LoggerFactory.getLogger(StopLadder.class);
  private static final Duration POLL = Duration.ofMillis(50);
  private static final Duration TELL = Duration.ofSeconds(2);
  private static final Duration CANCEL = Duration.ofSeconds(2);
  private static final int STEP_THREADS = 4;

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
  private final ThreadPoolExecutor steps;

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
    this.steps =
        new ThreadPoolExecutor(
            STEP_THREADS,
            STEP_THREADS,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> daemon(task, "redline-step"));
    steps.prestartAllCoreThreads();
    daemon(this::climb, "redline-ladder").start();
    daemon(this::watch, "redline-watchdog").start();
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  /** Stops the run; returns at once. Only the first call of stop or finish has an effect. */
  public void stop() {
    decide(Way.STOPPING);
  }

  /** Tells the outside that the run is over; returns at once. */
  public void finish() {
    decide(Way.FINISHING);
  }

  private void decide(Way chosen) {
    if (way.compareAndSet(Way.RUNNING, chosen)) {
      decided.countDown();
    }
  }

  /** Runs a piece of work on one of the guard's own threads, if one is free before the end. */
  public void aside(Runnable work) {
    try {
      steps.execute(guarded("work aside", work));
    } catch (RejectedExecutionException e) {
      LOG.debug("Redline has ended and leaves its work aside", e);
    }
  }

  /**
   * What the process does last, after Spark's own shutdown hooks: a stopped run keeps the guard's
   * exit code, whoever called exit first; any other run keeps its own, and waits at most the flush
   * limit for the last metrics.
   */
  public void atProcessEnd() {
    if (way.get() == Way.STOPPING) {
      await(told, limits.deadline());
      exit.halt(limits.exitCode());
    } else if (way.get() == Way.FINISHING) {
      await(over, limits.flush());
    }
  }

  private static void await(CountDownLatch latch, Duration limit) {
    try {
      if (!latch.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("Redline gave up waiting for its last metrics after {}", limit);
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
        bounded("announcing", TELL, closing::announce);
        bounded("writing files", limits.flush(), closing::writeFiles);
        bounded("flushing metrics", limits.flush(), () -> closing.flush(limits.flush()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      told.countDown();
      over.countDown();
      steps.shutdownNow();
    }
  }

  private void climbToTheEnd() throws InterruptedException {
    try {
      tell();
      waitForCriticalSection();
      cancelAndWait();
    } finally {
      told.countDown();
      exit.exit(limits.exitCode());
    }
  }

  /** All at once: a hanging disk must not keep the metrics from going out. */
  private void tell() throws InterruptedException {
    Future<?> line = submit("announcing", closing::announce);
    Future<?> files = submit("writing files", closing::writeFiles);
    Future<?> metrics = submit("flushing metrics", () -> closing.flush(limits.flush()));
    long start = ticker.nanos();
    await("announcing", line, TELL);
    await("writing files", files, left(start, TELL));
    await("flushing metrics", metrics, left(start, limits.flush()));
    told.countDown();
  }

  private Duration left(long startNanos, Duration limit) {
    Duration left = limit.minusNanos(ticker.nanos() - startNanos);
    return left.isNegative() ? Duration.ZERO : left;
  }

  private void waitForCriticalSection() throws InterruptedException {
    long start = ticker.nanos();
    boolean said = false;
    while (application.criticalSection().isPresent()) {
      if (left(start, limits.criticalSection()).isZero()) {
        LOG.warn(
            "Redline stops the run although '{}' did not end within {}",
            application.criticalSection().orElse(""),
            limits.criticalSection());
        return;
      }
      if (!said) {
        LOG.warn("Redline waits for '{}' to end", application.criticalSection().orElse(""));
        said = true;
      }
      ticker.pause(POLL);
    }
  }

  /** Cancels again and again: a program may start new jobs after the first cancellation. */
  private void cancelAndWait() throws InterruptedException {
    long start = ticker.nanos();
    do {
      bounded("cancelling jobs", CANCEL, () -> application.cancelAllJobs("stopped by Redline"));
      if (!application.isMainRunning()) {
        return;
      }
      ticker.pause(POLL);
    } while (!left(start, limits.grace()).isZero());
  }

  private void bounded(String what, Duration limit, Runnable step) throws InterruptedException {
    await(what, submit(what, step), limit);
  }

  private Future<?> submit(String what, Runnable step) {
    return steps.submit(guarded(what, step));
  }

  private static Runnable guarded(String what, Runnable step) {
    return () -> {
      try {
        step.run();
      } catch (Throwable t) {
        LOG.warn("Redline failed at {}", what, t);
      }
    };
  }

  private static void await(String what, Future<?> step, Duration limit)
      throws InterruptedException {
    try {
      step.get(Math.max(1, limit.toMillis()), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      LOG.warn("Redline left {} behind after {}", what, limit);
    } catch (ExecutionException e) {
      LOG.warn("Redline failed at {}", what, e);
    }
  }

  private void watch() {
    try {
      decided.await();
      if (way.get() == Way.STOPPING
          && !over.await(limits.deadline().toMillis(), TimeUnit.MILLISECONDS)) {
        exit.halt(limits.exitCode());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
