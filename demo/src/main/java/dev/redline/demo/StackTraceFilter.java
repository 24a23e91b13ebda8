package dev.redline.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Copies what a driver logs as it comes, progress bar included, but leaves out the frames of stack
 * traces: a run that is stopped ends with the exception of its cancelled job, and what a person
 * wants of it is the first line.
 */
final class StackTraceFilter implements Runnable {
  private static final String FRAME = "\tat ";

  private final InputStream from;
  private final OutputStream to;
  private final StringBuilder lineStart = new StringBuilder();
  private boolean atLineStart = true;
  private boolean dropping;

  StackTraceFilter(InputStream from, OutputStream to) {
    this.from = from;
    this.to = to;
  }

  @Override
  public void run() {
    byte[] buffer = new byte[8192];
    try {
      for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
        for (int i = 0; i < read; i++) {
          pass(buffer[i]);
        }
        to.flush();
      }
      release();
      to.flush();
    } catch (IOException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void pass(byte next) throws IOException {
    if (atLineStart && next == FRAME.charAt(lineStart.length())) {
      lineStart.append((char) next);
      if (lineStart.length() == FRAME.length()) {
        lineStart.setLength(0);
        atLineStart = false;
        dropping = true;
      }
      return;
    }
    release();
    if (!dropping) {
      to.write(next);
    }
    atLineStart = next == '\n';
    dropping = dropping && !atLineStart;
  }

  /** Writes what was held back while the line might still have become a frame. */
  private void release() throws IOException {
    to.write(lineStart.toString().getBytes(StandardCharsets.US_ASCII));
    lineStart.setLength(0);
  }
}
