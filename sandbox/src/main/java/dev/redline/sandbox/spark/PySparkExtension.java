package dev.redline.sandbox.spark;

import dev.redline.sandbox.junit.Prerequisite;
import dev.redline.sandbox.python.PythonUnavailable;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * For tests that need the Sparks of PyPI: installs them where they are missing, so that {@link
 * PySpark#of} answers at once. Where they cannot be had the tests are skipped with a line that says
 * what to install, or fail with {@code CI=true}.
 */
public final class PySparkExtension implements ExecutionCondition {

  /** Installs all, or tells why that is not possible. */
  private record Installation(Optional<String> failure) {
    static Installation now() {
      try {
        for (SparkDistribution distribution : SparkDistribution.values()) {
          PySpark.of(distribution);
        }
        return new Installation(Optional.empty());
      } catch (PythonUnavailable e) {
        String reason = String.valueOf(e.getMessage());
        // Not logged: some modules' tests show no warnings, and this one must be seen.
        System.err.println("Tests that need PySpark do not run: " + reason);
        return new Installation(Optional.of(reason));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return new Installation(Optional.of("interrupted while PySpark was installed"));
      }
    }
  }

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(ExtensionContext.Namespace.create(PySparkExtension.class))
        .computeIfAbsent(Installation.class, key -> Installation.now(), Installation.class)
        .failure()
        .map(Prerequisite::missing)
        .orElseGet(() -> ConditionEvaluationResult.enabled("both Sparks of PyPI are there"));
  }
}
