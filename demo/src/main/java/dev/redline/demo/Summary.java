package dev.redline.demo;

import dev.redline.listener.policy.Verdict;
import dev.redline.listener.policy.Words;
import dev.redline.listener.run.RunRecord;
import dev.redline.listener.run.RunRecord.Totals;
import dev.redline.listener.signal.Memory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The lines that a person reads when the demonstration is over. */
final class Summary {
  private Summary() {}

  /** What happened to the rows. */
  static List<String> rows(Identity identity, JobResult result) {
    JobResult.Rows rows = identity.rows();
    List<String> lines = new ArrayList<>();
    lines.add(
        line(
            "rows",
            "raw %,d = rejected %,d + duplicates %,d + loaded %,d"
                .formatted(rows.raw(), rows.rejected(), rows.duplicates(), rows.loaded())));
    if (identity.faults().isEmpty()) {
      lines.add(
          line(
              "",
              "checked: %,d records in the file, %,d rows in the table"
                  .formatted(identity.recordsInInput(), identity.rowsInTarget())));
    }
    identity.faults().forEach(fault -> lines.add(line("", "WRONG: " + fault)));
    if (!result.rejectedByReason().isEmpty()) {
      lines.add(line("rejected", result.rejectedByReason().toString()));
    }
    return lines;
  }

  /** What the guard saw. */
  static List<String> run(RunRecord run) {
    Totals totals = run.totals();
    Memory memory = totals.peakMemory();
    List<String> lines = new ArrayList<>();
    lines.add(
        line(
            "shuffle",
            "%s written, %s of the %s redline"
                .formatted(
                    Words.bytes(totals.shuffleWriteBytes()),
                    share((double) totals.shuffleWriteBytes() / run.limits().shuffleBytes()),
                    Words.bytes(run.limits().shuffleBytes()))));
    lines.add(
        line(
            "memory",
            "peak live heap %s, overhead %s, redline %s (raw heap %s, container %s)"
                .formatted(
                    share(memory.liveHeapRatio()),
                    share(memory.overheadRatio()),
                    share(run.limits().memoryRatio()),
                    share(memory.heapRatio()),
                    share(memory.containerRatio()))));
    lines.add(
        line(
            "workers",
            "utilization %s, %d executors at most"
                .formatted(share(totals.workerUtilization()), totals.peakExecutors())));
    lines.add(line("losses", losses(totals)));
    lines.add(
        line(
            "took",
            Words.duration(Duration.ofMillis(run.endedAtMs() - run.startedAtMs()))
                + " in Spark "
                + run.application().sparkVersion()));
    return lines;
  }

  private static String losses(Totals totals) {
    return totals.losses() == 0
        ? "no executor was lost"
        : "%d executors lost, %d of them counted"
            .formatted(totals.losses(), totals.countedLosses());
  }

  /** What the guard concluded. */
  static List<String> verdict(RunRecord run) {
    Verdict verdict = run.verdict();
    List<String> lines = new ArrayList<>();
    lines.add(
        line(
            "verdict",
            switch (verdict.severity()) {
              case HEALTHY -> "HEALTHY: no redline was crossed";
              case WARN -> "WARN: " + verdict.summary();
              case STOP -> "STOP (" + verdict.policy() + "): " + verdict.summary();
            }));
    verdict.advice().forEach(advice -> lines.add(line("", "try: " + advice)));
    if (verdict.isStop()) {
      lines.add(line("retry", verdict.retry().name()));
    }
    return lines;
  }

  /** Where a file is. */
  static String file(String what, Path path) {
    return line(what, path.toUri().toString());
  }

  static String line(String label, String text) {
    return String.format(Locale.ROOT, "  %-9s %s", label, text);
  }

  private static String share(@Nullable Double ratio) {
    return ratio == null ? "not measured" : Words.percent(ratio);
  }
}
