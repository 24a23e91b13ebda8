package dev.redline.etl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

/** Opens the jar that is handed to spark-submit. */
class JobJarIT {
  static final Path JAR =
      Path.of(System.getProperty("redline.root"), "etl-job", "target", "redline-etl-job.jar");

  @Test
  void holdsTheJobAndTheDriverAndNothingThatSparkBrings() throws IOException {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      List<String> classes =
          jar.stream().map(ZipEntry::getName).filter(name -> name.endsWith(".class")).toList();

      assertThat(classes)
          .contains("dev/redline/etl/EtlJob.class", "com/amazon/redshift/Driver.class")
          .allMatch(
              name ->
                  name.startsWith("dev/redline/etl/") || name.startsWith("com/amazon/redshift/"));
      assertThat(jar.getManifest().getMainAttributes().getValue("Main-Class"))
          .isEqualTo(EtlJob.class.getName());
    }
  }
}
