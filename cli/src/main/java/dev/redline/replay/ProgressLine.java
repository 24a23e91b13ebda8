package dev.redline.replay;

import java.io.PrintWriter;

/** A line on the terminal that says how far a log is read; nothing where there is no terminal. */
final class ProgressLine {
  private static final int WIDTH = 30;
  private static final long WORTH_SHOWING_BYTES = 8L << 20;

  private final PrintWriter terminal;
  private final String name;
  private final long sizeBytes;
  private final boolean shown;
  private boolean drawn;

  ProgressLine(EventLog log, PrintWriter terminal) {
    this.terminal = terminal;
    this.name = Words.line(log.path().getFileName());
    this.sizeBytes = log.sizeBytes();
    this.shown = System.console() != null && sizeBytes >= WORTH_SHOWING_BYTES;
  }

  void at(long readBytes) {
    if (shown) {
      int done = (int) Math.min(WIDTH, WIDTH * readBytes / sizeBytes);
      terminal.printf(
          "\r[%s%s] %3d %% %s",
          "=".repeat(done), " ".repeat(WIDTH - done), 100 * readBytes / sizeBytes, name);
      terminal.flush();
      drawn = true;
    }
  }

  void clear() {
    if (drawn) {
      terminal.print("\r" + " ".repeat(WIDTH + name.length() + 9) + "\r");
      terminal.flush();
    }
  }
}
