package dev.redline.listener.run;

import dev.redline.listener.policy.Verdict;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The verdict as other programs read it (Step Functions, Airflow, a Glue workflow), written as JSON
 * when the run ends or is stopped.
 *
 * @param verdict HEALTHY, WARN or STOP
 * @param stopped whether the guard ended the run; false for a STOP in mode observe
 * @param exitCode the exit code of a run that the guard ended, else null
 * @param policy the policy behind the verdict, empty when healthy
 * @param cause the loss cause behind it, if any
 * @param summary one sentence
 * @param evidence further facts
 * @param advice what to change
 * @param retry NO, YES or YES_WITH_MORE_MEMORY
 * @param notes what a reader must know to trust it, such as a failure of the guard itself
 * @param atMs when it was reached, milliseconds since the epoch
 * @param mode what the guard was allowed to do
 * @param appId Spark's application id
 * @param appName Spark's application name
 * @param jobName the job's name in metrics and alarms
 * @param environment where the job runs
 */
public record VerdictFile(
    String verdict,
    boolean stopped,
    @Nullable Integer exitCode,
    String policy,
    @Nullable String cause,
    String summary,
    List<String> evidence,
    List<String> advice,
    String retry,
    List<String> notes,
    long atMs,
    String mode,
    String appId,
    String appName,
    String jobName,
    String environment) {

  /** The verdict of a run. */
  public static VerdictFile of(RunRecord run, int exitCode) {
    Verdict verdict = run.verdict();
    boolean stopped = verdict.isStop() && run.mode().equals("enforce");
    return new VerdictFile(
        verdict.severity().name(),
        stopped,
        stopped ? exitCode : null,
        verdict.policy(),
        verdict.cause() == null ? null : verdict.cause().name(),
        verdict.summary(),
        verdict.evidence(),
        verdict.advice(),
        verdict.retry().name(),
        run.notes(),
        verdict.atMs() == 0 ? run.endedAtMs() : verdict.atMs(),
        run.mode(),
        run.application().id(),
        run.application().name(),
        run.application().jobName(),
        run.application().environment());
  }
}
