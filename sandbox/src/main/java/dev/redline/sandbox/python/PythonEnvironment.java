package dev.redline.sandbox.python;

import dev.redline.sandbox.process.Command;
import dev.redline.sandbox.process.Folders;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Python environment with packages from PyPI, made once for a user and kept under {@link
 * Folders#cache()}.
 *
 * <p>It is made under another name and moved into place when it is complete, under a lock, so that
 * two builds at once make one, and a build that dies leaves nothing that looks finished.
 * Thread-safe.
 *
 * @param name what it holds, with the version, such as {@code pyspark-3.5.6}; its folder's name
 * @param requirements what {@code uv pip install} gets: packages with versions, and options
 */
public record PythonEnvironment(String name, List<String> requirements) {
  private static final Logger log = LoggerFactory.getLogger(PythonEnvironment.class);

  private static final String UV = "uv==0.13.9";
  private static final Duration INSTALL_LIMIT = Duration.ofMinutes(10);

  /**
   * The environment's interpreter, after making the environment where it is missing or broken.
   *
   * @throws PythonUnavailable if there is no Python for it, or it cannot be installed
   */
  public Path interpreter() throws PythonUnavailable, InterruptedException {
    return interpreter(Folders.cache());
  }

  Path interpreter(Path cache) throws PythonUnavailable, InterruptedException {
    // A file lock is held by a JVM, not by a thread.
    synchronized (PythonEnvironment.class) {
      return lockedInterpreter(cache);
    }
  }

  private Path lockedInterpreter(Path cache) throws PythonUnavailable, InterruptedException {
    Path home = cache.resolve(name);
    try {
      Files.createDirectories(cache);
      try (FileChannel channel =
              FileChannel.open(
                  cache.resolve(name + ".lock"),
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
      throw new PythonUnavailable(name + " cannot be kept in " + home + ": " + e);
    }
  }

  private void make(Path home) throws IOException, PythonUnavailable, InterruptedException {
    Path python =
        Python.find()
            .orElseThrow(
                () ->
                    new PythonUnavailable(
                        name
                            + " needs Python 3.12 to 3.14 with its venv module, and none was found;"
                            + " install python3.12-venv"));
    log.info("Installing {} into {} with {}", name, home, python);
    Path unfinished = home.resolveSibling(name + ".unfinished");
    Folders.delete(unfinished);
    step(python, List.of("-m", "venv", unfinished.toString()));
    Path made = python(unfinished);
    step(made, List.of("-m", "pip", "install", "--quiet", UV));
    List<String> install =
        List.of("-m", "uv", "pip", "install", "--quiet", "--python", made.toString());
    step(made, Stream.concat(install.stream(), requirements.stream()).toList());
    Folders.delete(home);
    Files.move(unfinished, home, StandardCopyOption.ATOMIC_MOVE);
  }

  private void step(Path program, List<String> arguments)
      throws PythonUnavailable, InterruptedException {
    List<String> command =
        Stream.concat(Stream.of(program.toString()), arguments.stream()).toList();
    Command done = Command.run(INSTALL_LIMIT, command);
    if (!done.succeeded()) {
      log.info("{} printed:\n{}", command, done.output());
      throw new PythonUnavailable(
          name
              + " could not be installed from PyPI ("
              + String.join(" ", arguments)
              + "): "
              + done.lastLine());
    }
  }

  private static Path python(Path environment) {
    return environment.resolve("bin").resolve("python");
  }
}
