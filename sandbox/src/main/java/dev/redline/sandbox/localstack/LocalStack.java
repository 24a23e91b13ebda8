package dev.redline.sandbox.localstack;

import dev.redline.sandbox.process.Command;
import dev.redline.sandbox.process.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A LocalStack of its own on a free port of the loopback: a stand-in for AWS, for tests only.
 *
 * <p>It ends with {@link #close}, and, where it runs in Python, also when this JVM dies, since it
 * watches its standard input. Its state is thrown away. It takes any credentials; {@link
 * #ACCESS_KEY} is as good as any.
 */
public final class LocalStack implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(LocalStack.class);

  /** Stands for an access key id and for a secret access key. */
  public static final String ACCESS_KEY = "test";

  /** The region to which clients should speak. */
  public static final String REGION = "us-east-1";

  private static final String IMAGE = "localstack/localstack:" + LocalStackPython.VERSION;
  private static final Duration START_LIMIT = Duration.ofMinutes(3);
  private static final Duration IMAGE_LIMIT = Duration.ofMinutes(10);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(5);
  private static final Duration POLL = Duration.ofMillis(100);

  /** Runs LocalStack in this very process and ends with its standard input. */
  private static final String MAIN =
      """
      import os, runpy, sys, threading
      threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
      runpy.run_module('localstack.runtime.main', run_name='__main__')
      """;

  private final int port;
  private final Path folder;
  private final Process process;

  private LocalStack(int port, Path folder, ProcessBuilder command) throws IOException {
    this.port = port;
    this.folder = folder;
    this.process =
        command.redirectErrorStream(true).redirectOutput(folder.resolve("log").toFile()).start();
  }

  /**
   * Starts one and waits until it answers. The first time on a machine it is installed, which takes
   * a minute or so.
   *
   * @throws LocalStackUnavailable if this machine has neither a suitable Python nor a Docker engine
   * @throws IllegalStateException if it is there and does not start; with the end of its log
   */
  public static LocalStack start() throws LocalStackUnavailable, InterruptedException {
    long startedAtNanos = System.nanoTime();
    try {
      int port = freePort();
      Path folder = Files.createTempDirectory("redline-localstack");
      LocalStack localStack = new LocalStack(port, folder, command(port, folder));
      localStack.awaitReady();
      Duration took = Duration.ofNanos(System.nanoTime() - startedAtNanos);
      log.info("LocalStack answers at {} after {} s", localStack.endpoint(), took.toSeconds());
      return localStack;
    } catch (IOException e) {
      throw new UncheckedIOException("LocalStack could not be started", e);
    }
  }

  /** The address of all services. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** What another process needs in its environment to speak to it with the AWS SDK. */
  public Map<String, String> environment() {
    return Map.of(
        "AWS_ACCESS_KEY_ID", ACCESS_KEY,
        "AWS_SECRET_ACCESS_KEY", ACCESS_KEY,
        "AWS_REGION", REGION,
        "AWS_ENDPOINT_URL", endpoint().toString());
  }

  private static ProcessBuilder command(int port, Path folder)
      throws LocalStackUnavailable, InterruptedException, IOException {
    try {
      return inPython(LocalStackPython.interpreter(), port, folder);
    } catch (LocalStackUnavailable e) {
      if (hasDockerEngine()) {
        return inDocker(port);
      }
      throw e;
    }
  }

  private static ProcessBuilder inPython(Path python, int port, Path folder) throws IOException {
    ProcessBuilder command = new ProcessBuilder(python.toString(), "-c", MAIN);
    Map<String, String> environment = command.environment();
    environment.put("GATEWAY_LISTEN", "127.0.0.1:" + port);
    environment.put("LOCALSTACK_VOLUME_DIR", folder.resolve("volume").toString());
    environment.put("FILESYSTEM_ROOT", folder.resolve("files").toString());
    // In a container it keeps its state in the folder for temporary files, whatever else is said,
    // and empties it when it starts and ends: that of every other LocalStack, too.
    environment.put("TMPDIR", Files.createDirectory(folder.resolve("temporary")).toString());
    environment.put("DNS_ADDRESS", "0");
    environment.put("DISABLE_EVENTS", "1");
    environment.put("SKIP_SSL_CERT_DOWNLOAD", "1");
    // Its plugin cache outlives broken starts and breaks the next ones; this one is its own.
    environment.put("XDG_CACHE_HOME", folder.resolve("cache").toString());
    return command;
  }

  private static ProcessBuilder inDocker(int port) throws InterruptedException {
    log.info("Starting LocalStack from the image {}", IMAGE);
    Command.run(IMAGE_LIMIT, List.of("docker", "pull", "--quiet", IMAGE));
    // Interactive, so that it is the docker client that ends with this JVM's pipe, and --rm with
    // it.
    return new ProcessBuilder(
        "docker", "run", "--rm", "--init", "-i", "-p", "127.0.0.1:" + port + ":4566", IMAGE);
  }

  /** Asks the engine: a client without an engine is common. */
  private static boolean hasDockerEngine() throws InterruptedException {
    return Command.run(
            Duration.ofSeconds(20), List.of("docker", "version", "--format", "{{.Server.Version}}"))
        .succeeded();
  }

  private void awaitReady() throws InterruptedException {
    long limit = System.nanoTime() + START_LIMIT.toNanos();
    while (!answers()) {
      if (!process.isAlive() || System.nanoTime() > limit) {
        String end = endOfLog();
        close();
        throw new IllegalStateException("LocalStack did not start; the end of its log:\n" + end);
      }
      process.waitFor(POLL.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private boolean answers() throws InterruptedException {
    try {
      HttpRequest health =
          HttpRequest.newBuilder(endpoint().resolve("/_localstack/health"))
              .timeout(Duration.ofSeconds(5))
              .build();
      return HttpClient.newHttpClient()
              .send(health, HttpResponse.BodyHandlers.discarding())
              .statusCode()
          == 200;
    } catch (IOException e) {
      return false;
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

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Ends the process with all its children and deletes its state. */
  @Override
  public void close() {
    List<ProcessHandle> processes = new ArrayList<>(process.descendants().toList());
    process.destroy();
    try {
      if (!process.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    processes.forEach(ProcessHandle::destroyForcibly);
    try {
      Folders.delete(folder);
    } catch (IOException e) {
      log.info("LocalStack's state stays behind in {}: {}", folder, e.toString());
    }
  }
}
