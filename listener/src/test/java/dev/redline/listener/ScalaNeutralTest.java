package dev.redline.listener;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * One jar for Scala 2.12 and 2.13: a descriptor that names a Scala collection exists in one of them
 * only, and Spark's listener bus would stop the application at the first call.
 */
class ScalaNeutralTest {
  private static final Path CLASSES =
      Path.of(System.getProperty("redline.root"), "listener/target/classes");

  private static Map<String, ClassFile> classes() throws IOException {
    Map<String, ClassFile> classes = new TreeMap<>();
    try (Stream<Path> files = Files.walk(CLASSES)) {
      files
          .filter(file -> file.toString().endsWith(".class"))
          .forEach(file -> classes.put(CLASSES.relativize(file).toString(), read(file)));
    }
    return classes;
  }

  private static ClassFile read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return ClassFile.read(in);
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
  }

  private static List<String> naming(ClassFile file, String part) {
    return file.texts().stream().filter(text -> text.contains(part)).toList();
  }

  @Test
  void noClassNamesAScalaCollection() throws IOException {
    assertThat(classes())
        .hasSizeGreaterThan(50)
        .allSatisfy((name, file) -> assertThat(naming(file, "scala/collection/")).isEmpty());
  }

  @Test
  void theClassesThatSpeakToSparkWereLookedAt() throws IOException {
    assertThat(classes().values())
        .anySatisfy(file -> assertThat(naming(file, "scala/Option")).isNotEmpty())
        .anySatisfy(file -> assertThat(naming(file, "SparkListenerTaskEnd")).isNotEmpty());
  }
}
