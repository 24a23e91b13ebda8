package dev.redline.sandbox.spark;

import dev.redline.sandbox.process.Folders;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A YARN of one node on the loopback, in a JVM of its own, which kills containers that use more
 * memory than they were granted.
 *
 * <p>It ends with {@link #close}, and also when this JVM dies, since it watches its standard input.
 * Needs Linux ({@code /proc}) and bash. Applications may share it, one after the other.
 */
public final class YarnCluster implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofMinutes(5);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(10);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final String MAIN = "dev.redline.sandbox.yarn.YarnNode";

  private final Path folder;
  private final Process process;

  private YarnCluster(Path folder, Process process) {
    this.folder = folder;
    this.process = process;
  }

  /**
   * Starts one and waits until it takes applications, some 6 s.
   *
   * @param root the project's root
   * @throws IllegalStateException where the build has not laid it out, or it does not start; with
   *     the end of its log
   */
  public static YarnCluster start(Path root) throws InterruptedException {
    Path build = root.resolve("sandbox/yarn/target");
    if (!Files.isDirectory(build.resolve("jars"))) {
      throw new IllegalStateException(
          "YARN is not laid out at %s: run mvn -q -pl sandbox/yarn package".formatted(build));
    }
    try {
      Path folder = Files.createTempDirectory("redline-yarn");
      Process process =
          new ProcessBuilder(command(build, folder))
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("log").toFile())
              .start();
      YarnCluster cluster = new YarnCluster(folder, process);
      cluster.awaitReady();
      return cluster;
    } catch (IOException e) {
      throw new UncheckedIOException("YARN could not be started", e);
    }
  }

  /** What a client needs as HADOOP_CONF_DIR. */
  public Path configuration() {
    return folder;
  }

  private static List<String> command(Path build, Path folder) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx384m",
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "--add-opens=java.base/java.lang=ALL-UNNAMED",
        "-cp",
        build.resolve("classes") + File.pathSeparator + build.resolve("jars") + "/*",
        MAIN,
        folder.toString());
  }

  private void awaitReady() throws InterruptedException {
    long limit = System.nanoTime() + START_LIMIT.toNanos();
    while (!Files.exists(folder.resolve("yarn-site.xml"))) {
      if (!process.isAlive() || System.nanoTime() > limit) {
        String end = endOfLog();
        close();
        throw new IllegalStateException("YARN did not start; the end of its log:\n" + end);
      }
      process.waitFor(POLL.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private String endOfLog() {
    try {
      List<String> lines = Files.readAllLines(folder.resolve("log"));
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    }
  }

  /** Ends it with all its containers and deletes its folders. */
  @Override
  public void close() {
    List<ProcessHandle> containers = new ArrayList<>(process.descendants().toList());
    try {
      process.getOutputStream().close();
      if (!process.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
      }
      containers.forEach(ProcessHandle::destroyForcibly);
      Folders.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("YARN's state stays behind in " + folder, e);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
