package dev.redline.dashboards.lint;

import java.util.ArrayList;
import java.util.List;

/** Collects findings, in the order in which they are made. Not thread-safe. */
final class Findings {
  private final List<Finding> findings = new ArrayList<>();

  void say(Finding.Rule rule, String where, String message) {
    findings.add(new Finding(rule, where, message));
  }

  List<Finding> all() {
    return List.copyOf(findings);
  }
}
