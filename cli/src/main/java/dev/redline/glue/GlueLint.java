package dev.redline.glue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** All rules over one job. */
public final class GlueLint {
  private GlueLint() {}

  /** What is wrong with a job, the worst first, and by rule. */
  public static List<Finding> check(GlueJob job) {
    List<Finding> findings = new ArrayList<>();
    Stream.of(FlagRules.RULES, SparkRules.RULES, JobRules.RULES)
        .flatMap(List::stream)
        .forEach(rule -> rule.check(job).ifPresent(findings::add));
    findings.sort(
        (one, other) ->
            one.severity() == other.severity()
                ? one.rule().compareTo(other.rule())
                : one.severity().compareTo(other.severity()));
    return findings;
  }

  /** Every rule, for the documentation. */
  public static List<Rule> rules() {
    return Stream.of(FlagRules.RULES, SparkRules.RULES, JobRules.RULES)
        .flatMap(List::stream)
        .toList();
  }
}
