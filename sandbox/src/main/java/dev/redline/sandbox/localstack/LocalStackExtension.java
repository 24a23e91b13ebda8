package dev.redline.sandbox.localstack;

import dev.redline.sandbox.junit.Prerequisite;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests a {@link LocalStack} as a parameter: one for all test classes of a JVM, started for
 * the first and closed after the last.
 *
 * <p>Where LocalStack cannot be had the tests are skipped with a line that says what to install, or
 * fail with {@code CI=true}.
 */
public final class LocalStackExtension implements ExecutionCondition, ParameterResolver {
  /** LocalStack, or why there is none. */
  private record Started(@Nullable LocalStack localStack, String reason) implements AutoCloseable {
    static Started now() {
      try {
        return new Started(LocalStack.start(), "LocalStack runs");
      } catch (LocalStackUnavailable e) {
        // Not logged: some modules' tests show no warnings, and this one must be seen.
        System.err.println("Tests that need LocalStack do not run: " + e.getMessage());
        return new Started(null, String.valueOf(e.getMessage()));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return new Started(null, "interrupted while LocalStack started");
      }
    }

    @Override
    public void close() {
      if (localStack != null) {
        localStack.close();
      }
    }
  }

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    Started started = started(context);
    if (started.localStack() != null) {
      return ConditionEvaluationResult.enabled(started.reason());
    }
    return Prerequisite.missing(started.reason());
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == LocalStack.class;
  }

  @Override
  public @Nullable Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return started(context).localStack();
  }

  private static Started started(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(ExtensionContext.Namespace.create(LocalStackExtension.class))
        .computeIfAbsent(Started.class, key -> Started.now(), Started.class);
  }
}
