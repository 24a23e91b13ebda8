package dev.redline.dashboards.report;

import dev.redline.listener.run.RunRecord;
import dev.redline.listener.signal.Loss;
import java.util.List;

/**
 * Executors lost, with their causes.
 *
 * @param run the run
 * @param times its times
 */
record LossTable(RunRecord run, Times times) {

  /** More of those that do not count are folded away: scale-in alone can be hundreds. */
  private static final int SHOWN_UNCOUNTED = 5;

  private static final int MAX_SHOWN = 400;
  private static final int SHOWN_OF_MORE = 160;

  Html html() {
    return Html.tag("section")
        .with("id", "losses")
        .of(Html.tag("h2").of("Executors lost"), run.losses().isEmpty() ? none() : tables());
  }

  private Html none() {
    return Html.tag("p", "none")
        .of(
            run.totals().losses() == 0
                ? "No executor was lost."
                : run.totals().losses() + " executors were lost; the record does not name them.");
  }

  private Html tables() {
    List<Loss> counted = run.losses().stream().filter(Loss::counted).toList();
    List<Loss> uncounted = run.losses().stream().filter(loss -> !loss.counted()).toList();
    if (uncounted.size() <= SHOWN_UNCOUNTED) {
      return Html.all(table("Executors lost, oldest first", run.losses()), truncated());
    }
    return Html.all(
        counted.isEmpty()
            ? Html.tag("p", "none").of("No executor was lost to a cause that counts.")
            : table("Executors lost to causes that count against the run", counted),
        Html.tag("details")
            .of(
                Html.tag("summary")
                    .of("%,d lost to causes that do not count".formatted(uncounted.size())),
                table("Executors lost to causes that do not count", uncounted)),
        truncated());
  }

  private Html truncated() {
    int named = run.losses().size();
    int all = run.totals().losses();
    return named >= all
        ? Html.NOTHING
        : Html.tag("p", "none")
            .of("The record names the first %,d of %,d losses.".formatted(named, all));
  }

  private Html table(String caption, List<Loss> losses) {
    return Tables.table(
        caption,
        List.of("#Into the run", "Executor", "Cause", "Counts", "Rule", "What Spark said"),
        losses.stream().map(this::cells));
  }

  private List<Html> cells(Loss loss) {
    return List.of(
        Html.text(times.into(loss.atMs())),
        Html.text(loss.executorId()),
        Html.all(
            Html.tag("code").of(loss.cause().name()),
            Html.tag("span", "meaning").of(loss.cause().meaning())),
        loss.counted() ? Html.tag("strong", "crossed").of("yes") : Html.text("no"),
        Html.tag("code", "rule").of(loss.ruleId()),
        reason(loss.reason()));
  }

  /** YARN adds the end of a log, which is folded away. */
  private static Html reason(String reason) {
    if (reason.length() <= MAX_SHOWN) {
      return Html.tag("span", "reason").of(reason);
    }
    String head = reason.substring(0, reason.offsetByCodePoints(0, SHOWN_OF_MORE));
    return Html.tag("details", "reason")
        .of(Html.tag("summary").of(head.strip() + " …"), Html.tag("pre").of(reason));
  }
}
