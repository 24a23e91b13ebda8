package dev.redline.glue;

import java.util.Optional;
import java.util.function.Function;

/**
 * One thing that is checked.
 *
 * @param id stable; lower case with hyphens
 * @param remedy what to do when it is found
 * @param problem what is wrong with a job, with the value; empty when nothing is
 */
public record Rule(
    String id,
    Finding.Severity severity,
    String remedy,
    Function<GlueJob, Optional<String>> problem) {

  static Rule error(String id, String remedy, Function<GlueJob, Optional<String>> problem) {
    return new Rule(id, Finding.Severity.ERROR, remedy, problem);
  }

  static Rule warning(String id, String remedy, Function<GlueJob, Optional<String>> problem) {
    return new Rule(id, Finding.Severity.WARNING, remedy, problem);
  }

  static Rule hint(String id, String remedy, Function<GlueJob, Optional<String>> problem) {
    return new Rule(id, Finding.Severity.HINT, remedy, problem);
  }

  Optional<Finding> check(GlueJob job) {
    return problem.apply(job).map(text -> new Finding(id, severity, text, remedy));
  }
}
