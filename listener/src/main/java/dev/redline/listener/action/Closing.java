package dev.redline.listener.action;

import java.time.Duration;

/** What must be told to the outside before the process ends; each may block or fail. */
public interface Closing {

  /** Prints the one line that says what is wrong and why; nothing where nothing is. */
  void announce();

  /** Writes the verdict file and the run record. */
  void writeFiles();

  /** Publishes the last metrics, within the time given. */
  void flush(Duration deadline);
}
