package dev.redline.listener.action;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Daemon threads, started at once, on which steps run that may hang or fail: whoever waits for one
 * waits for so long and no longer, and leaves it behind. Thread-safe.
 */
final class StepThreads {
  private static final Logger LOG = LoggerFactory.getLogger(StepThreads.class);

  /** As many as may hang at a time: the line, two files, the metrics, and a cancellation. */
  private static final int THREADS = 5;

  private final ThreadPoolExecutor steps =
      new ThreadPoolExecutor(
          THREADS,
          THREADS,
          0,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(),
          task -> daemon(task, "redline-step"));

  StepThreads() {
    steps.prestartAllCoreThreads();
  }

  static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  /** A step that was begun. */
  record Step(String what, Future<?> end) {

    /** Waits for its end, but not longer than the limit. */
    void await(Duration limit) throws InterruptedException {
      try {
        end.get(Math.max(1, limit.toMillis()), TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        LOG.warn("Redline left {} behind after {} ms", what, limit.toMillis());
      } catch (ExecutionException e) {
        LOG.warn("Redline failed at {}", what, e);
      }
    }
  }

  /** Begins a step; its failure is logged. */
  Step begin(String what, Runnable step) {
    return new Step(what, steps.submit(guarded(what, step)));
  }

  /** Begins a step if the threads have not been ended. */
  void beginIfOpen(String what, Runnable step) {
    try {
      steps.execute(guarded(what, step));
    } catch (RejectedExecutionException e) {
      LOG.debug("Redline has ended and leaves {} aside", what, e);
    }
  }

  /** Runs a step for at most a time. */
  void bounded(String what, Duration limit, Runnable step) throws InterruptedException {
    begin(what, step).await(limit);
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

  /** Ends the threads; a step that hangs is interrupted. */
  void end() {
    steps.shutdownNow();
  }
}
