package dev.redline.sandbox.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApplicationJarTest {
  @TempDir Path folder;

  @Test
  void packsOnePackageWithoutThoseBelowIt() throws IOException {
    Path below = Files.createDirectories(folder.resolve("classes/dev/job/below"));
    Files.writeString(below.resolve("No.class"), "no");
    Files.writeString(below.resolveSibling("Two.class"), "2");
    Files.writeString(below.resolveSibling("One.class"), "1");
    Path jar = ApplicationJar.of(folder.resolve("classes"), "dev.job", folder.resolve("job.jar"));
    try (JarFile packed = new JarFile(jar.toFile())) {
      assertThat(packed.stream().map(JarEntry::getName))
          .containsExactly("dev/job/One.class", "dev/job/Two.class");
    }
  }
}
