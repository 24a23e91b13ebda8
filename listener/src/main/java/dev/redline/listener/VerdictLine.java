package dev.redline.listener;

import dev.redline.listener.policy.Verdict;
import dev.redline.listener.run.RunRecord;

/** The one line on stderr that says what was wrong with a run: stopped, nearly so, or warned of. */
final class VerdictLine {
  private VerdictLine() {}

  /**
   * Words first for people, then {@code key=value} pairs for programs, all on one line.
   *
   * @param run a run whose verdict is not healthy
   * @param exitCode the exit code of a stopped run
   */
  static String of(RunRecord run, int exitCode) {
    Verdict verdict = run.verdict();
    boolean stopped = verdict.isStop() && run.mode().equals("enforce");
    String line =
        "REDLINE %s %s [policy=%s cause=%s retry=%s exit=%s app=%s job=%s]%s"
            .formatted(
                deed(verdict, stopped),
                verdict.summary(),
                verdict.policy(),
                verdict.cause() == null ? "-" : verdict.cause(),
                verdict.retry(),
                stopped ? exitCode : "-",
                run.application().id(),
                quoted(run.application().jobName()),
                verdict.advice().isEmpty() ? "" : " Try: " + verdict.advice().get(0));
    return line.replaceAll("\\p{Cc}", " ");
  }

  private static String deed(Verdict verdict, boolean stopped) {
    if (!verdict.isStop()) {
      return "WARN:";
    }
    return stopped ? "STOP:" : "would have stopped (mode observe):";
  }

  private static String quoted(String text) {
    return '"' + text.replace("\"", "'") + '"';
  }
}
