package dev.redline.sandbox.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** Folders that the sandbox keeps or throws away. */
public final class Folders {
  private Folders() {}

  /**
   * What is made once for a user and kept: {@code ~/.cache/redline}, or the folder that the system
   * property {@code redline.cache} or the environment variable {@code REDLINE_CACHE} names.
   */
  public static Path cache() {
    return Optional.ofNullable(System.getProperty("redline.cache"))
        .or(() -> Optional.ofNullable(System.getenv("REDLINE_CACHE")))
        .map(Path::of)
        .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache", "redline"));
  }

  /** Deletes a folder with all that is in it, if it is there. */
  public static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(Folders::deleteOne);
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
