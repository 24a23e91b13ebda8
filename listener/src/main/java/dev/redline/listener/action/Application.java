package dev.redline.listener.action;

import java.util.Optional;

/**
 * The running application, as far as stopping it goes. Every method may be called from any thread
 * of the guard; those that may take long are called with a time limit and may be left behind.
 */
public interface Application {

  /** Cancels all jobs; returns at once or throws. */
  void cancelAllJobs(String reason);

  /** What must not be interrupted now, in the job's own words; empty when nothing is. */
  Optional<String> criticalSection();

  /** Whether a thread that runs the user's program is still in it. */
  boolean isMainRunning();

  /** Whether it has ended, as seen from outside its events, which may never tell. */
  boolean isOver();

  /** Ends the processes that run the user's program beside this one, such as PySpark's Python. */
  void endCompanions();

  /** Whether a progress bar may stand in the last line of stderr, which is then not ended. */
  boolean drawsProgress();
}
