package dev.redline.sandbox.python;

import dev.redline.sandbox.process.Command;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds a Python that LocalStack and PySpark run on, which is seldom the machine's default one.
 *
 * <p>A candidate is believed only after it ran: pyenv puts names on the path that refuse to start,
 * and Debian's Python comes without the modules that make an environment.
 */
final class Python {
  private static final List<String> NAMES =
      List.of("python3.13", "python3.12", "python3.14", "python3", "python");

  private static final Pattern PYENV_VERSION = Pattern.compile("3\\.1[2-4]\\..*");
  private static final Duration PROBE_LIMIT = Duration.ofSeconds(20);
  private static final String PROBE =
      "import sys, venv, ensurepip; sys.exit(0 if (3, 12) <= sys.version_info[:2] <= (3, 14) else"
          + " 1)";

  private Python() {}

  /** The first that works, by path; empty where there is none. */
  static Optional<Path> find() throws InterruptedException {
    return find(Path.of(System.getProperty("user.home")), searchPath());
  }

  static Optional<Path> find(Path home, List<Path> searchPath) throws InterruptedException {
    for (Path candidate : candidates(home, searchPath)) {
      if (Files.isExecutable(candidate) && works(candidate)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  static boolean works(Path python) throws InterruptedException {
    return Command.run(PROBE_LIMIT, List.of(python.toString(), "-c", PROBE)).succeeded();
  }

  /** Where one may be, the likeliest first. */
  private static Set<Path> candidates(Path home, List<Path> searchPath) {
    List<Path> folders = new ArrayList<>(searchPath);
    folders.addAll(pyenvFolders(home.resolve(".pyenv/versions")));
    folders.add(Path.of("/usr/local/bin"));
    folders.add(Path.of("/opt/homebrew/bin"));
    folders.addAll(children(Path.of("/opt")).map(child -> child.resolve("bin")).toList());
    Set<Path> candidates = new LinkedHashSet<>();
    for (String name : NAMES) {
      folders.forEach(folder -> candidates.add(folder.resolve(name)));
    }
    return candidates;
  }

  private static List<Path> pyenvFolders(Path versions) {
    return children(versions)
        .filter(version -> PYENV_VERSION.matcher(version.getFileName().toString()).matches())
        .sorted(Comparator.reverseOrder())
        .map(version -> version.resolve("bin"))
        .toList();
  }

  private static Stream<Path> children(Path folder) {
    try (Stream<Path> children = Files.list(folder)) {
      return children.sorted().toList().stream();
    } catch (IOException e) {
      return Stream.empty();
    }
  }

  private static List<Path> searchPath() {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Stream.of(path.split(File.pathSeparator))
        .filter(folder -> !folder.isBlank())
        .map(Path::of)
        .toList();
  }
}
