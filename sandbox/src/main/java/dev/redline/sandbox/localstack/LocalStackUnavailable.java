package dev.redline.sandbox.localstack;

/** LocalStack cannot be had on this machine; the message says in one line what to install. */
public final class LocalStackUnavailable extends Exception {
  private static final long serialVersionUID = 1L;

  LocalStackUnavailable(String message) {
    super(message);
  }
}
