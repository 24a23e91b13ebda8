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

  Html html() {
    return Html.tag("section")
        .with("id", "losses")
        .of(Html.tag("h2").of("Executors lost"), run.losses().isEmpty() ? none() : table());
  }

  private Html none() {
    return Html.tag("p", "none")
        .of(
            run.totals().losses() == 0
                ? "No executor was lost."
                : run.totals().losses() + " executors were lost; the record does not name them.");
  }

  private Html table() {
    return Html.all(
        Tables.table(
            caption(),
            List.of("#Into the run", "Executor", "Cause", "Counts", "Rule", "What Spark said"),
            run.losses().stream().map(this::cells)));
  }

  private String caption() {
    int named = run.losses().size();
    int all = Math.max(named, run.totals().losses());
    String which = named == all ? "" : " (the first %,d of %,d)".formatted(named, all);
    return "Executors lost before the run was ending, oldest first" + which;
  }

  private List<Html> cells(Loss loss) {
    return List.of(
        Html.text(times.into(loss.atMs())),
        Html.text(loss.executorId()),
        Html.all(
            Html.tag("code").of(loss.cause().name()),
            Html.tag("span", "meaning").of(loss.cause().meaning())),
        loss.counted() ? Html.tag("strong", "crossed").of("yes") : Html.text("no"),
        Html.tag("code").of(loss.ruleId()),
        Html.tag("span", "reason").of(loss.reason()));
  }
}
