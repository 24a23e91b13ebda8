package dev.redline.sandbox.python;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PythonTest {
  private static final String WORKS = "exit 0";
  private static final String FAILS = "echo 'pyenv: python3.13: command not found' >&2; exit 127";

  @TempDir Path home;

  @Test
  void passesByAShimThatRefusesToStart() throws Exception {
    program("shims/python3.13", FAILS);
    Path real = program(".pyenv/versions/3.12.1/bin/python3.12", WORKS);

    assertThat(Python.find(home, List.of(home.resolve("shims")))).contains(real);
  }

  @Test
  void prefersThePathToPyenv() throws Exception {
    Path onPath = program("bin/python3.13", WORKS);
    program(".pyenv/versions/3.13.0/bin/python3.13", WORKS);

    assertThat(Python.find(home, List.of(home.resolve("bin")))).contains(onPath);
  }

  @Test
  void neverAsksAPyenvVersionThatIsTooOld() throws Exception {
    program(".pyenv/versions/3.11.7/bin/python3.13", WORKS);
    Path real = program(".pyenv/versions/3.12.1/bin/python3.12", WORKS);

    assertThat(Python.find(home, List.of())).contains(real);
  }

  @Test
  void anInterpreterThatIsNotThereDoesNotWork() throws Exception {
    assertThat(Python.works(home.resolve("nothing"))).isFalse();
  }

  private Path program(String path, String script) throws Exception {
    Path file = home.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + script + "\n");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
