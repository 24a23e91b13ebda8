package dev.redline.listener.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalStorageTest {
  @TempDir Path folder;

  private final LocalStorage storage = new LocalStorage();

  @Test
  void makesFoldersAndReplaces() throws Exception {
    Path file = folder.resolve("a/b/verdict.json");
    storage.replace(file.toString(), "first");
    storage.replace(file.toString(), "second, with \u00fc and half a \ud83d");
    assertThat(file).hasContent("second, with \u00fc and half a ?");
    assertThat(file.getParent()).isDirectoryNotContaining("glob:**.part");
  }

  /** The kernel's own answer of a disk that is full, given by the device that always is. */
  @Test
  void saysThatTheDiskIsFullAndKeepsWhatWasThere() throws Exception {
    assumeThat(Path.of("/dev/full")).exists();
    Path file = folder.resolve("verdict.json");
    storage.replace(file.toString(), "before");
    Files.createSymbolicLink(folder.resolve("verdict.json.part"), Path.of("/dev/full"));
    assertThatThrownBy(() -> storage.replace(file.toString(), "after"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("No space left on device");
    assertThat(file).hasContent("before");
    assertThat(Path.of("/dev/full")).exists();
  }

  /** Such as Kubernetes' termination log: it must be written, and never be replaced. */
  @Test
  void writesIntoWhatIsNoPlainFile() throws Exception {
    assumeThat(Path.of("/dev/null")).exists();
    Path link = Files.createSymbolicLink(folder.resolve("log"), Path.of("/dev/null"));
    storage.replace(link.toString(), "text");
    assertThat(link).isSymbolicLink();
    assertThat(folder).isDirectoryNotContaining("glob:**.part");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "", "/tmp", "no \u0000 name"})
  void refusesWhatIsNoFile(String location) {
    assertThatThrownBy(() -> storage.replace(location, "text")).isInstanceOf(IOException.class);
  }
}
