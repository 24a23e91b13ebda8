package dev.redline.listener.action;

import dev.redline.listener.action.StepThreads.Step;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What is told to the outside, all of it at once: a disk that hangs must not keep the metrics from
 * going out, nor one file the other.
 */
final class Telling {
  private final Step line;
  private final List<Step> rest;
  private final AtomicInteger untold = new AtomicInteger(4);
  private final Runnable whenTold;

  /**
   * Begins to tell.
   *
   * @param steps where it is told
   * @param closing what is told
   * @param flush how long publishing may take
   * @param whenTold called once the last of it was told, or had failed
   */
  Telling(StepThreads steps, Closing closing, Duration flush, Runnable whenTold) {
    this.whenTold = whenTold;
    line = steps.begin("announcing", counted(closing::announce));
    rest =
        List.of(
            steps.begin("writing the verdict", counted(closing::writeVerdict)),
            steps.begin("writing the run record", counted(closing::writeRecord)),
            steps.begin("publishing metrics", counted(() -> closing.flush(flush))));
  }

  private Runnable counted(Runnable step) {
    return () -> {
      try {
        step.run();
      } finally {
        if (untold.decrementAndGet() == 0) {
          whenTold.run();
        }
      }
    };
  }

  void awaitLine(Duration limit) throws InterruptedException {
    line.await(limit);
  }

  /** Waits for the files and the metrics together. */
  void awaitRest(Duration limit) throws InterruptedException {
    long start = System.nanoTime();
    for (Step step : rest) {
      Duration left = limit.minusNanos(System.nanoTime() - start);
      step.await(left.isNegative() ? Duration.ZERO : left);
    }
  }

  void await(Duration lineLimit, Duration restLimit) throws InterruptedException {
    awaitLine(lineLimit);
    awaitRest(restLimit);
  }
}
