package dev.redline.listener;

import dev.redline.listener.policy.Verdict;
import dev.redline.listener.run.RunRecord;

/** The one line on stderr that says that a run was stopped, or would have been, and why. */
final class VerdictLine {
  private VerdictLine() {}

  /**
   * Words first for people, then {@code key=value} pairs for programs, all on one line.
   *
   * @param run a run with a stop verdict
   * @param exitCode the exit code of a stopped run
   */
  static String of(RunRecord run, int exitCode) {
    Verdict verdict = run.verdict();
    boolean enforced = run.mode().equals("enforce");
    String line =
        "REDLINE %s %s [policy=%s cause=%s retry=%s exit=%s app=%s job=%s]%s"
            .formatted(
                enforced ? "STOP:" : "would have stopped (mode observe):",
                verdict.summary(),
                verdict.policy(),
                verdict.cause() == null ? "-" : verdict.cause(),
                verdict.retry(),
                enforced ? exitCode : "-",
                run.application().id(),
                quoted(run.application().jobName()),
                verdict.advice().isEmpty() ? "" : " Try: " + verdict.advice().get(0));
    return line.replaceAll("\\p{Cc}", " ");
  }

  private static String quoted(String text) {
    return '"' + text.replace("\"", "'") + '"';
  }
}
