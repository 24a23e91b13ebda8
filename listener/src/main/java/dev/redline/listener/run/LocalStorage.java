package dev.redline.listener.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The driver's own disk. Folders are made; a file is written beside and then moved, except onto
 * what is no plain file or cannot be replaced, such as Kubernetes' {@code /dev/termination-log}.
 */
public final class LocalStorage implements Storage {

  @Override
  public void replace(String location, String text) throws IOException {
    Path path = path(location);
    Path folder = path.getParent();
    if (folder == null || Files.isDirectory(path)) {
      throw new IOException(path + " is a folder; name a file in it");
    }
    Files.createDirectories(folder);
    // Bytes, since text with half a surrogate pair cannot be written as such.
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      Files.write(path, bytes);
    } else {
      replace(path, folder.resolve(path.getFileName() + ".part"), bytes);
    }
  }

  private static Path path(String location) throws IOException {
    try {
      return Path.of(location).toAbsolutePath();
    } catch (InvalidPathException e) {
      throw new IOException("'" + location + "' is no path", e);
    }
  }

  private static void replace(Path path, Path beside, byte[] bytes) throws IOException {
    try {
      Files.write(beside, bytes);
      try {
        Files.move(beside, path, StandardCopyOption.REPLACE_EXISTING);
      } catch (FileSystemException e) {
        // A mounted file is busy for ever, but can be written.
        Files.write(path, bytes);
      }
    } finally {
      Files.deleteIfExists(beside);
    }
  }
}
