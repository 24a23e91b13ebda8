package dev.redline.sandbox.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A program that runs to its end, with what it printed.
 *
 * @param exitCode its exit code; 127 where it could not be started, 124 where it took too long
 * @param output standard output and standard error, interleaved
 */
public record Command(int exitCode, String output) {

  /** What a shell answers for a program that does not exist. */
  private static final int NOT_FOUND = 127;

  /** What {@code timeout} answers. */
  private static final int TIMED_OUT = 124;

  /** Whether it ended with 0. */
  public boolean succeeded() {
    return exitCode == 0;
  }

  /** The last line that says anything, where programs put their reason. */
  public String lastLine() {
    List<String> lines = output.lines().map(String::strip).filter(l -> !l.isEmpty()).toList();
    return lines.isEmpty() ? "exit code " + exitCode : lines.get(lines.size() - 1);
  }

  /** Runs a program; a program that cannot be started, or that takes too long, has failed. */
  public static Command run(Duration limit, List<String> command) throws InterruptedException {
    Process process;
    try {
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
    } catch (IOException e) {
      return new Command(NOT_FOUND, String.valueOf(e.getMessage()));
    }
    CompletableFuture<String> output =
        CompletableFuture.supplyAsync(() -> read(process.getInputStream()));
    if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
      return new Command(TIMED_OUT, output.join() + "\nnot done after " + limit.toSeconds() + " s");
    }
    return new Command(process.exitValue(), output.join());
  }

  private static String read(InputStream stream) {
    try (stream) {
      return new String(stream.readAllBytes(), UTF_8);
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
