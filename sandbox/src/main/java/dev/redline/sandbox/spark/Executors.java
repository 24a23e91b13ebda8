package dev.redline.sandbox.spark;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The executor processes of a driver on this machine. */
public final class Executors {
  private static final Pattern ID = Pattern.compile("--executor-id\\s+(\\S+)");
  private static final String MAIN = "CoarseGrainedExecutorBackend";

  private Executors() {}

  /** An executor and its process. */
  public record Executor(String id, ProcessHandle process) {

    /** Ends it as the kernel's out-of-memory killer would: SIGKILL. */
    public boolean kill() {
      return process.destroyForcibly();
    }
  }

  /** The executors of a driver that are alive now. */
  public static List<Executor> of(ProcessHandle driver) {
    return driver
        .descendants()
        .filter(ProcessHandle::isAlive)
        .flatMap(process -> executor(process).stream())
        .toList();
  }

  private static Optional<Executor> executor(ProcessHandle process) {
    String command = process.info().commandLine().orElse("");
    if (!command.contains(MAIN)) {
      return Optional.empty();
    }
    Matcher id = ID.matcher(command);
    return id.find() ? Optional.of(new Executor(id.group(1), process)) : Optional.empty();
  }
}
