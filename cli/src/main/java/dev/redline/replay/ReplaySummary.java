package dev.redline.replay;

import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What replaying many logs found, for a person. */
final class ReplaySummary {
  private static final double SECONDS_PER_HOUR = 3600;

  private ReplaySummary() {}

  static void print(List<Judgement> judgements, PrintWriter out) {
    Map<String, Long> verdicts =
        judgements.stream()
            .collect(
                Collectors.groupingBy(Judgement::verdict, TreeMap::new, Collectors.counting()));
    out.printf("%d logs judged: %s%n", judgements.size(), counts(verdicts));
    Map<String, Long> causes =
        judgements.stream()
            .flatMap(judgement -> judgement.losses().stream())
            .collect(
                Collectors.groupingBy(
                    loss -> loss.cause() + (loss.counted() ? " (counted)" : ""),
                    TreeMap::new,
                    Collectors.counting()));
    out.printf("executors lost: %s%n", causes.isEmpty() ? "none" : counts(causes));
    double hours = 0;
    for (Judgement judgement : judgements) {
      if (judgement.stop() != null) {
        hours += judgement.stop().secondsSaved() / SECONDS_PER_HOUR;
        out.printf(
            "would have stopped: %s (%s, %s) %d s before its end%n",
            Words.line(judgement.log()),
            judgement.stop().policy(),
            judgement.cause(),
            judgement.stop().secondsSaved());
      }
    }
    out.printf("run time that stops would have saved, an estimate: %.1f hours%n", hours);
    out.flush();
  }

  private static String counts(Map<String, Long> counts) {
    return counts.entrySet().stream()
        .map(entry -> entry.getValue() + " " + entry.getKey())
        .collect(Collectors.joining(", "));
  }
}
