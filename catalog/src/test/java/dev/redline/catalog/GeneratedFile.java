package dev.redline.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A committed file that is generated: the test fails when it is stale, or renews it on request. */
public final class GeneratedFile {
  private GeneratedFile() {}

  /**
   * Compares a committed file with what would be generated now; with {@code -Dredline.update=true}
   * writes it instead.
   *
   * @param path relative to the project's root
   */
  public static void assertFresh(String path, String generated) throws IOException {
    Path file = Path.of(System.getProperty("redline.root"), path);
    if (Boolean.getBoolean("redline.update")) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, generated);
    }
    assertThat(file)
        .as("%s is generated; renew it with -Dredline.update=true and commit it", path)
        .exists();
    assertThat(Files.readString(file, UTF_8))
        .as("%s is stale; renew it with -Dredline.update=true and commit it", path)
        .isEqualTo(generated);
  }
}
