package dev.redline.dashboards.report;

import dev.redline.listener.policy.Verdict;
import dev.redline.listener.policy.Verdict.Retry;
import dev.redline.listener.run.RunRecord;
import dev.redline.listener.run.RunRecord.Application;
import dev.redline.listener.run.RunRecord.Totals;
import dev.redline.listener.signal.LossCause;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The top of the page: the verdict in one line, which run it is about, and what follows from it.
 *
 * @param readings the run
 * @param times its times
 */
record Headline(Readings readings, Times times) {

  /** The verdict in one or two words. */
  static String word(Readings readings) {
    return switch (readings.run().verdict().severity()) {
      case HEALTHY -> "HEALTHY";
      case WARN -> "WARN";
      case STOP -> readings.isStopped() ? "STOPPED" : "WOULD STOP";
    };
  }

  Html html() {
    RunRecord run = readings.run();
    return Html.tag("header")
        .of(
            Html.tag("p", "eyebrow").of("Redline · report of a run"),
            Html.tag("h1").of(run.application().jobName()),
            banner(run.verdict()),
            facts(run),
            consequences(run));
  }

  private Html banner(Verdict verdict) {
    String styleClass = "verdict " + verdict.severity().name().toLowerCase(Locale.ROOT);
    return Html.tag("p", styleClass)
        .with("id", "verdict")
        .of(
            icon(verdict),
            Html.tag("strong").of(word(readings)),
            Html.text(" "),
            Html.tag("span").of(verdict.summary()));
  }

  private static Html icon(Verdict verdict) {
    return switch (verdict.severity()) {
      case HEALTHY -> Icons.GOOD;
      case WARN -> Icons.WARNING;
      case STOP -> Icons.STOP;
    };
  }

  private Html facts(RunRecord run) {
    Application application = run.application();
    Duration duration = Duration.ofMillis(run.endedAtMs() - run.startedAtMs());
    return Html.tag("dl", "facts")
        .of(
            fact("Application", application.name()),
            fact("Application id", application.id()),
            fact("Environment", application.environment()),
            fact("Started", Times.utc(run.startedAtMs())),
            fact(
                run.complete() ? "Duration" : "Seen for",
                Times.text(duration) + (run.complete() ? "" : ", the end was not seen")),
            fact(run.complete() ? "Ended" : "Last seen", Times.utc(run.endedAtMs())),
            fact("Jobs", jobs(run.totals())),
            fact("Mode", mode()),
            fact("Spark", application.sparkVersion()));
  }

  private static Html fact(String name, String value) {
    return Html.tag("div").of(Html.tag("dt").of(name), Html.tag("dd").of(value));
  }

  private static String jobs(Totals totals) {
    return totals.failedJobs() == 0
        ? "%,d, none failed".formatted(totals.jobs())
        : "%,d, %,d failed or cancelled".formatted(totals.jobs(), totals.failedJobs());
  }

  private String mode() {
    String mode = readings.run().mode();
    return switch (mode) {
      case "enforce" ->
          readings.isStopped()
              ? "enforce, ended the run with exit code " + readings.stopExitCode()
              : "enforce, may stop the run";
      case "observe" -> "observe, stops nothing";
      default -> mode;
    };
  }

  private Html consequences(RunRecord run) {
    Verdict verdict = run.verdict();
    List<Verdict> others = run.warnings().stream().filter(w -> !w.equals(verdict)).toList();
    List<String> advice =
        Stream.concat(Stream.of(verdict), others.stream())
            .flatMap(each -> each.advice().stream())
            .distinct()
            .toList();
    List<Html> boxes =
        Stream.of(
                box("why", "Why", evidence(verdict)),
                box("change", "What to change", advice.stream().map(Html::text).toList()),
                box("again", "Run it again?", retry(verdict)),
                box("others", "Also crossed", others.stream().map(this::warning).toList()),
                box(
                    "notes",
                    "To know when reading this",
                    run.notes().stream().map(Html::text).toList()))
            .filter(box -> !box.isEmpty())
            .toList();
    return boxes.isEmpty() ? Html.NOTHING : Html.tag("div", "boxes").of(boxes.stream());
  }

  private List<Html> evidence(Verdict verdict) {
    if (verdict.atMs() == 0) {
      return List.of();
    }
    Html settled =
        Html.text(
            "Settled at %s into the run, %s%s"
                .formatted(times.into(verdict.atMs()), Times.utc(verdict.atMs()), by(verdict)));
    return Stream.concat(Stream.of(settled), verdict.evidence().stream().map(Html::text)).toList();
  }

  private static String by(Verdict verdict) {
    String policy = verdict.policy().isEmpty() ? "" : ", by the rule " + verdict.policy();
    LossCause cause = verdict.cause();
    return cause == null ? policy : policy + "; cause " + cause.name() + ": " + cause.meaning();
  }

  private List<Html> retry(Verdict verdict) {
    return switch (verdict.severity()) {
      case HEALTHY -> List.of();
      case WARN, STOP -> List.of(Html.text(answer(verdict.retry())));
    };
  }

  private static String answer(Retry retry) {
    return switch (retry) {
      case NO -> "No: as it is, it would fail in the same way";
      case YES -> "Yes: it can succeed as it is";
      case YES_WITH_MORE_MEMORY -> "Yes, with more memory for each executor; as it is, no";
    };
  }

  private Html warning(Verdict warning) {
    return Html.all(
        Html.tag("span", "when").of(times.into(warning.atMs())),
        Html.text(" " + warning.summary()));
  }

  private static Html box(String id, String title, List<Html> items) {
    return items.isEmpty()
        ? Html.NOTHING
        : Html.tag("section", "box")
            .with("id", id)
            .of(
                Html.tag("h2").of(title),
                Html.tag("ul").of(items.stream().map(item -> Html.tag("li").of(item))));
  }
}
