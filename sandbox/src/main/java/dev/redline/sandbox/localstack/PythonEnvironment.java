package dev.redline.sandbox.localstack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * LocalStack's Python environment, made once for a user and kept: about 400 MB under {@code
 * ~/.cache/redline}, or under the folder that the system property {@code redline.cache} or the
 * environment variable {@code REDLINE_CACHE} names.
 *
 * <p>It is made under another name and moved into place when it is complete, under a lock, so that
 * two builds at once make one, and a build that dies leaves nothing that looks finished.
 */
final class PythonEnvironment {
  private static final Logger log = LoggerFactory.getLogger(PythonEnvironment.class);

  static final String LOCALSTACK_VERSION = "4.14.0";

  /** Later releases of what LocalStack depends on break it. */
  private static final String NEWEST_DEPENDENCY = "2026-03-10";

  private static final String UV = "uv==0.13.9";
  private static final Duration INSTALL_LIMIT = Duration.ofMinutes(10);

  private PythonEnvironment() {}

  /**
   * The environment's interpreter, after making the environment where it is missing or broken.
   *
   * @throws LocalStackUnavailable if there is no Python for it, or it cannot be installed
   */
  static synchronized Path interpreter() throws LocalStackUnavailable, InterruptedException {
    return interpreter(cache());
  }

  static Path interpreter(Path cache) throws LocalStackUnavailable, InterruptedException {
    Path home = cache.resolve("localstack-" + LOCALSTACK_VERSION);
    try {
      Files.createDirectories(cache);
      try (FileChannel channel =
              FileChannel.open(
                  cache.resolve(home.getFileName() + ".lock"),
                  StandardOpenOption.CREATE,
                  StandardOpenOption.WRITE);
          FileLock ignored = channel.lock()) {
        Path python = python(home);
        if (!Python.works(python)) {
          make(home);
        }
        return python;
      }
    } catch (IOException e) {
      throw new LocalStackUnavailable("LocalStack cannot be kept in " + home + ": " + e);
    }
  }

  private static void make(Path home)
      throws IOException, LocalStackUnavailable, InterruptedException {
    Path python =
        Python.find()
            .orElseThrow(
                () ->
                    new LocalStackUnavailable(
                        "LocalStack needs Python 3.12 to 3.14 with its venv module (or a Docker"
                            + " engine), and none was found; install python3.12-venv"));
    log.info("Installing LocalStack {} into {} with {}", LOCALSTACK_VERSION, home, python);
    Path unfinished = home.resolveSibling(home.getFileName() + ".unfinished");
    delete(unfinished);
    step(python, "-m", "venv", unfinished.toString());
    Path made = python(unfinished);
    step(made, "-m", "pip", "install", "--quiet", UV);
    step(
        made,
        "-m",
        "uv",
        "pip",
        "install",
        "--quiet",
        "--python",
        made.toString(),
        "--exclude-newer",
        NEWEST_DEPENDENCY,
        "localstack-core[runtime]==" + LOCALSTACK_VERSION);
    delete(home);
    Files.move(unfinished, home, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void step(Path program, String... arguments)
      throws LocalStackUnavailable, InterruptedException {
    List<String> command =
        Stream.concat(Stream.of(program.toString()), Stream.of(arguments)).toList();
    Command done = Command.run(INSTALL_LIMIT, command);
    if (!done.succeeded()) {
      log.info("{} printed:\n{}", command, done.output());
      throw new LocalStackUnavailable(
          "LocalStack could not be installed from PyPI ("
              + String.join(" ", arguments)
              + "): "
              + done.lastLine());
    }
  }

  private static Path python(Path environment) {
    return environment.resolve("bin").resolve("python");
  }

  private static Path cache() {
    return Optional.ofNullable(System.getProperty("redline.cache"))
        .or(() -> Optional.ofNullable(System.getenv("REDLINE_CACHE")))
        .map(Path::of)
        .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache", "redline"));
  }

  /** Deletes a folder with all that is in it, if it is there. */
  static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(PythonEnvironment::deleteOne);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static void deleteOne(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
