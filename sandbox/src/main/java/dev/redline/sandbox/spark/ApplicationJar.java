package dev.redline.sandbox.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** Packs compiled classes into a jar that can be submitted. */
public final class ApplicationJar {
  private ApplicationJar() {}

  /**
   * Packs one package.
   *
   * @param classes a folder of compiled classes
   * @param packageName the package to take, without those below it
   * @param jar the jar to write
   */
  public static Path of(Path classes, String packageName, Path jar) throws IOException {
    Path folder = classes.resolve(packageName.replace('.', '/'));
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
        Stream<Path> files = Files.list(folder)) {
      List<Path> sorted = files.filter(Files::isRegularFile).sorted().toList();
      for (Path file : sorted) {
        out.putNextEntry(new JarEntry(classes.relativize(file).toString()));
        Files.copy(file, out);
        out.closeEntry();
      }
    }
    return jar;
  }
}
