package dev.redline.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes what a command made. */
final class Outputs {
  private Outputs() {}

  /**
   * Writes a file, and the folders it needs.
   *
   * @throws InputException if a folder is there
   */
  static Path write(Path file, String text) throws IOException {
    Path whole = file.toAbsolutePath();
    if (Files.isDirectory(whole)) {
      throw new InputException(file + " is a folder: name a file in it");
    }
    Files.createDirectories(whole.getParent());
    return Files.writeString(whole, text);
  }
}
