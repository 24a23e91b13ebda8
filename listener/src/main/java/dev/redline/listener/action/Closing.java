package dev.redline.listener.action;

import java.time.Duration;

/** What must be told to the outside before the process ends; each may block or fail. */
public interface Closing {

  /** Prints the one line that says what is wrong and why; nothing where nothing is. */
  void announce();

  /** Writes the verdict file; nothing where none is wanted. */
  void writeVerdict();

  /** Writes the run record; nothing where none is wanted. */
  void writeRecord();

  /** Publishes the last metrics, within the time given. */
  void flush(Duration deadline);

  /** Called once a run that was not stopped is over and told: lets go of what it held. */
  void release();
}
