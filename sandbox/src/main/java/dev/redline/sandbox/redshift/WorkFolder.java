package dev.redline.sandbox.redshift;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The temporary folder of one stand-in, and the shell process that stops its server and removes it
 * should this JVM be killed before it can: the shell waits for the end of its input, which comes
 * with the end of the JVM, however it ends.
 */
final class WorkFolder implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(WorkFolder.class);
  private static final Path SHELL = Path.of("/bin/sh");
  private static final long LAST_RITES_SECONDS = 5;
  private static final String LAST_RITES =
      """
      trap '' INT TERM HUP
      cat > /dev/null
      server=$(head -n 1 "$1/data/postmaster.pid" 2> /dev/null)
      if [ -n "$server" ]; then
        kill -QUIT "$server"
        while kill -0 "$server" 2> /dev/null; do sleep 0.1; done
      fi
      rm -rf "$1"
      """;

  private final Path path;
  private final @Nullable Process mourner;

  private WorkFolder(Path path, @Nullable Process mourner) {
    this.path = path;
    this.mourner = mourner;
  }

  static WorkFolder create() throws IOException {
    Path path = Files.createTempDirectory("redline-redshift-");
    if (!Files.isExecutable(SHELL)) {
      return new WorkFolder(path, null);
    }
    Process mourner =
        new ProcessBuilder(SHELL.toString(), "-c", LAST_RITES, "sh", path.toString())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    return new WorkFolder(path, mourner);
  }

  Path path() {
    return path;
  }

  @Override
  public void close() {
    if (mourner == null) {
      deleteAll();
      return;
    }
    try {
      mourner.getOutputStream().close();
      if (!mourner.waitFor(LAST_RITES_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("The process that removes {} still runs: {}", path, mourner.pid());
      }
    } catch (IOException e) {
      LOG.warn("Could not remove {}", path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void deleteAll() {
    try (Stream<Path> found = Files.walk(path)) {
      List<Path> deepestFirst = found.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | UncheckedIOException e) {
      LOG.warn("Could not remove {}", path, e);
    }
  }
}
