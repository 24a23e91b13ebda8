package dev.redline.cli;

/** Input that is not what it should be; the message names it, what is wrong and the remedy. */
final class InputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  InputException(String message) {
    super(message);
  }
}
