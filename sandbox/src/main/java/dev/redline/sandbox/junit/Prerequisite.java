package dev.redline.sandbox.junit;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;

/**
 * What tests do where a part that they need cannot be had on this machine: they are skipped, with
 * one line that says what to install. With {@code CI=true} in the environment they fail instead: a
 * build server that skips them proves nothing.
 */
public final class Prerequisite {
  private Prerequisite() {}

  /**
   * The part is missing.
   *
   * @param reason what is missing and what to install, in one line
   * @throws IllegalStateException with {@code CI=true}
   */
  public static ConditionEvaluationResult missing(String reason) {
    if (Boolean.parseBoolean(System.getenv("CI"))) {
      throw new IllegalStateException("CI=true and " + reason);
    }
    return ConditionEvaluationResult.disabled(reason);
  }
}
