package dev.redline.listener.loss;

import dev.redline.listener.signal.LossCause;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Writes the rules as the page docs/executor-loss.md. */
public final class LossDocs {
  private LossDocs() {}

  /** The page. */
  public static String page() {
    return """
        <!-- Generated from the rules; do not edit. To renew: mvn -pl listener -am test -Dredline.update=true -->
        # Why an executor was lost

        Spark tells a listener why an executor went in a sentence, worded differently by every cluster manager. Redline reads it by
        the rules below: first the phrases that settle the matter, then how the executor's own container ended (Kubernetes), then the
        exit code, then the phrases that tell only that it went. The first rule that fits decides; its id is in the verdict, in the
        run record and in the output of `bin/redline classify`. Only counted causes can stop a run.

        An executor is lost once, however many events say so. What says little (UNKNOWN, DISCONNECTED, HEARTBEAT_TIMEOUT, TERMINATED)
        becomes a memory cause when a second witness speaks: an out-of-memory task failure on the same executor (`+oom-task`), or its
        last live heap or overhead at 95 % or more (`+live-heap`, `+overhead`). An executor that Spark had excluded before it was killed is
        EXCLUDED (`+excluded`). Executors that go when no job runs any more, or while the application ends, are no losses.

        ## Causes

        """
        + table("Cause", "Counts", "What happened", "What to do")
        + Arrays.stream(LossCause.values()).map(LossDocs::cause).collect(Collectors.joining())
        + "\n## Phrases that settle the matter\n\n"
        + phrases(LossRules.SETTLING)
        + "\n## How the executor's container ended\n\n"
        + phrases(LossRules.CONTAINER)
        + "\nWhere the executor's container is still alive and only a sidecar ended, the cause is UNKNOWN"
        + " (`kubernetes-sidecar-ended`).\n"
        + "\n## Exit codes\n\n"
        + "Any other code is UNKNOWN (`exit-other`).\n\n"
        + table("Rule", "Cause", "Meaning")
        + LossRules.EXIT_CODES.stream()
            .map(rule -> row("`" + rule.id() + "`", rule.cause().name(), rule.source()))
            .collect(Collectors.joining())
        + "\n## Phrases that tell only that it went\n\n"
        + phrases(LossRules.VAGUE)
        + "\nAn empty text is UNKNOWN (`empty`), and so is every text that no rule fits (`unknown`).\n";
  }

  private static String cause(LossCause cause) {
    return row(
        cause.name(),
        cause.isMemory() ? "yes, as memory" : cause.isCounted() ? "yes" : "no",
        cause.meaning(),
        cause.remedy());
  }

  private static String phrases(List<TextRule> rules) {
    return table("Rule", "Cause", "Looks for", "Written by")
        + rules.stream()
            .map(
                rule ->
                    row(
                        "`" + rule.id() + "`",
                        rule.cause().name(),
                        "`" + rule.pattern().pattern() + "`",
                        rule.source()))
            .collect(Collectors.joining());
  }

  private static String table(String... headings) {
    return row(headings) + "|" + " --- |".repeat(headings.length) + "\n";
  }

  private static String row(String... cells) {
    return Arrays.stream(cells)
        .map(cell -> cell.replace("|", "\\|"))
        .collect(Collectors.joining(" | ", "| ", " |\n"));
  }
}
