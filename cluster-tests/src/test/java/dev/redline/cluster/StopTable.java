package dev.redline.cluster;

import dev.redline.cluster.RecordedEnds.End;
import java.util.List;
import java.util.Locale;

/** The page {@code docs/stop-table.md}, written from the recorded ends. */
final class StopTable {
  private static final String HEAD =
      """
      <!-- Generated from sample-data/event-logs.tsv; do not edit. To renew: mvn -pl cluster-tests -am test -Dredline.update=true -->
      # How runs end, with Redline and without

      Each run was submitted twice on the same machine, to the same kind of cluster: once without Redline and once with the agent attached, in its
      default mode. Executors are real processes (two, of 512 MiB and one core) that die for real: out of heap, by SIGKILL, or killed by YARN's
      node manager. The input is tiny, so most of the seconds are JVMs that start; what a stop saves on a long job is the repeated work of its tasks.
      Seconds are wall time of the driver's process on two cores that other builds loaded heavily (load averages of 11 to 43), so compare them within a
      row only. Executors lost are those lost while a job ran.

      """;

  private static final String TAIL =
      """

      Spark fails a job when one task failed four times (`spark.task.maxFailures`) or one stage was tried four times in a row
      (`spark.stage.maxConsecutiveAttempts`). Redline stops it at the second death of the same task by memory, at the stage's third attempt, or at the
      fifth death in ten minutes for two executors ([what stops a run](../README.md#what-stops-a-run-and-what-never-does)).

      Spark 4 also counts a task that an executor rejects on its way out. Four of those can come within milliseconds of the first task that runs out of heap; Spark
      then ends the job after one death, before Redline has seen two, and its own exit code stands. Seen once on 4.1.1. (The heap runs of the tests
      have one task since, which asks for memory in a thread of its own, so that no core is offered again before the executor is gone.)

      The event logs of the runs without Redline are in [`sample-data/event-logs`](../sample-data/event-logs.md). Measured and recorded by

      ```sh
      mvn verify -Dit.test=RecordRuns -Dtest=StopTableTest -Dredline.update=true \\
          -Dfailsafe.failIfNoSpecifiedTests=false -Dsurefire.failIfNoSpecifiedTests=false
      ```
      """;

  private StopTable() {}

  static String page(List<RecordedEnds> ends) {
    StringBuilder page = new StringBuilder(HEAD);
    section(page, "Doomed: stopped", ends.stream().filter(RecordedEnds::stopped).toList());
    section(
        page,
        "Not doomed by executors: left alone",
        ends.stream().filter(end -> !end.stopped()).toList());
    return page.append(TAIL.stripLeading()).toString();
  }

  private static void section(StringBuilder page, String title, List<RecordedEnds> ends) {
    page.append("## ").append(title).append("\n\n");
    page.append("| run | Spark | Spark's own end | with Redline | why |\n");
    page.append("| --- | --- | --- | --- | --- |\n");
    for (RecordedEnds end : ends) {
      String why = end.stopped() ? end.cause() + ", `" + end.policy() + "`" : "";
      page.append(
          "| %s | %s | %s | %s | %s |\n"
              .formatted(
                  end.scenario().replace('-', ' '),
                  end.spark(),
                  words(end.stock()),
                  words(end.guarded()),
                  why));
    }
    page.append('\n');
  }

  private static String words(End end) {
    return String.format(
        Locale.ROOT, "exit %d, %d s, %d lost", end.exitCode(), end.seconds(), end.executorsLost());
  }
}
