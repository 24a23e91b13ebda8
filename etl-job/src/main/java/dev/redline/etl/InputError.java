package dev.redline.etl;

/**
 * Something the user gave is wrong: the command line, the job spec, the input files or the target
 * table. The message names the thing, its value and the remedy; the job exits with code 2.
 */
public final class InputError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Says what is wrong and what to do about it. */
  public InputError(String message) {
    super(message);
  }

  /** Says what is wrong and what to do about it, and what brought it to light. */
  public InputError(String message, Throwable cause) {
    super(message, cause);
  }
}
