package dev.redline.sandbox.localstack;

import dev.redline.sandbox.python.PythonEnvironment;
import dev.redline.sandbox.python.PythonUnavailable;
import java.nio.file.Path;
import java.util.List;

/** LocalStack's Python environment, about 400 MB. */
final class LocalStackPython {
  static final String VERSION = "4.14.0";

  /** Later releases of what LocalStack depends on break it. */
  private static final String NEWEST_DEPENDENCY = "2026-03-10";

  private static final PythonEnvironment ENVIRONMENT =
      new PythonEnvironment(
          "localstack-" + VERSION,
          List.of("--exclude-newer", NEWEST_DEPENDENCY, "localstack-core[runtime]==" + VERSION));

  private LocalStackPython() {}

  static Path interpreter() throws LocalStackUnavailable, InterruptedException {
    try {
      return ENVIRONMENT.interpreter();
    } catch (PythonUnavailable e) {
      throw new LocalStackUnavailable(e.getMessage() + " (a Docker engine would do, too)");
    }
  }
}
