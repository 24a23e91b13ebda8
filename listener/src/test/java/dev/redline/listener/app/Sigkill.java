package dev.redline.listener.app;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Ends the process that calls it as the kernel's out-of-memory killer would. */
final class Sigkill {
  private Sigkill() {}

  /** Does not return: no code of this process runs any more. */
  static void thisProcess() {
    try {
      long pid = ProcessHandle.current().pid();
      new ProcessBuilder("kill", "-KILL", String.valueOf(pid)).start().waitFor();
      throw new IllegalStateException("process " + pid + " survived SIGKILL");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
