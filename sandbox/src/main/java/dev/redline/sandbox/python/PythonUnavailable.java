package dev.redline.sandbox.python;

/** An environment cannot be had on this machine; the message says in one line what to install. */
public final class PythonUnavailable extends Exception {
  private static final long serialVersionUID = 1L;

  PythonUnavailable(String message) {
    super(message);
  }
}
