package dev.redline.dashboards.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.redline.catalog.Guardrail;
import dev.redline.dashboards.AlarmPanel;
import dev.redline.dashboards.Layout;
import dev.redline.listener.policy.Verdict;
import dev.redline.listener.run.RunRecord;
import dev.redline.listener.run.RunRecord.Rows;
import dev.redline.listener.signal.Memory;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ReportTest {
  private static final String HOSTILE = "</script><img src=x onerror=alert(1)>";

  @Test
  void beginsWithTheVerdict() {
    assertThat(Report.html(SampleRuns.healthy()))
        .contains("<strong>HEALTHY</strong> <span>No redline was crossed</span>");
    assertThat(Report.html(SampleRuns.warning()))
        .contains("<strong>WARN</strong> <span>The run has written 10.0 GiB to shuffle");
    assertThat(Report.html(SampleRuns.stopped()))
        .contains("<strong>STOPPED</strong> <span>The task of partition 17 of stage 6");
  }

  @Test
  void doesNotSayThatAnObservedRunWasStopped() {
    RunRecord run = SampleRuns.stopped();
    assertThat(Report.html(inMode(run, "observe")))
        .contains("<strong>WOULD STOP</strong>")
        .doesNotContain("<strong>STOPPED</strong>");
  }

  @Test
  void hasEveryPanelOfTheLayoutUnderItsTitle() {
    String page = Report.html(SampleRuns.healthy());
    Layout.redline()
        .panels()
        .forEach(
            panel ->
                assertThat(page)
                    .containsAnyOf("id=\"" + panel.id() + "\"", "data-panel=\"" + panel.id() + "\"")
                    .contains(panel instanceof AlarmPanel ? "What alarms watch" : panel.title()));
  }

  @Test
  void setsFiguresAgainstTheirRedlines() {
    String page = Report.html(SampleRuns.healthy());
    assertThat(tile(page, "shuffle-figure"))
        .contains(">38 MiB<", "within", "0.4 % of 10 GiB", "no repeated work");
    assertThat(tile(page, "live-heap-figure")).contains(">29.6 %<", "within", "redline 80 %");
    assertThat(tile(page, "overhead-figure")).contains("not measured");
    assertThat(tile(page, "utilization-figure")).contains(">47 %<", "within");
    assertThat(tile(page, "losses-figure")).contains(">0<", "0 lost of 2");
    String crossed = Report.html(SampleRuns.warning());
    assertThat(tile(crossed, "shuffle-figure"))
        .contains(">13.4 GiB<", "crossed", "134 % of 10 GiB", "1.9 GiB repeated work");
    assertThat(tile(crossed, "live-heap-figure")).contains(">86 %<", "crossed");
  }

  /** 1.9 GiB in 54 minutes, 3 GiB in 72, 12 rejected of 336,776. */
  @Test
  void judgesQuartersOfAnHourAndSharesOfRows() {
    Standings warning = new Standings(new Readings(SampleRuns.warning()));
    assertThat(warning.of(Guardrail.REPEATED_WORK)).isEqualTo(Standing.KEPT);
    assertThat(warning.of(Guardrail.SPILL)).isEqualTo(Standing.KEPT);
    assertThat(warning.value(Guardrail.REPEATED_WORK).orElseThrow())
        .isBetween(0.5 * SampleRuns.GIB, 0.54 * SampleRuns.GIB);
    assertThat(Report.html(SampleRuns.warning()))
        .contains("\"label\":\"redline 1 GiB\",\"value\":1.073741824E9");
    assertThat(tile(Report.html(SampleRuns.healthy()), "rejected"))
        .contains(">0.7 %<", "within", "redline 1 %", "2,512 of 336,776 rows");
  }

  @Test
  void neverTakesAStretchLongerThanAQuarterOfAnHourForOne() {
    RunRecord run = SampleRuns.spilling(4, 1_000, 11 * SampleRuns.GIB);
    assertThat(new Standings(new Readings(run)).of(Guardrail.SPILL)).isEqualTo(Standing.NOT_JUDGED);
    assertThat(
            new Standings(new Readings(SampleRuns.spilling(4, 900, 11 * SampleRuns.GIB)))
                .of(Guardrail.SPILL))
        .isEqualTo(Standing.CROSSED);
    assertThat(
            new Standings(new Readings(SampleRuns.spilling(40, 300, 3 * SampleRuns.GIB)))
                .value(Guardrail.SPILL))
        .hasValue(9.0 * SampleRuns.GIB);
  }

  @Test
  void usesTheLimitsThatWereInForce() {
    RunRecord run = SampleRuns.healthy();
    RunRecord strict =
        new RunRecord(
            run.version(),
            run.application(),
            run.startedAtMs(),
            run.endedAtMs(),
            run.complete(),
            run.mode(),
            run.verdict(),
            run.warnings(),
            new RunRecord.Limits(20 * SampleRuns.MIB, 0.25, 0.5),
            run.totals(),
            run.losses(),
            run.timeline(),
            run.topStages(),
            run.topSqlExecutions(),
            run.configuration(),
            run.notes());
    String page = Report.html(strict);
    assertThat(tile(page, "shuffle-figure")).contains("crossed", "190 % of 20 MiB");
    assertThat(tile(page, "live-heap-figure")).contains("crossed", "redline 25 %");
    assertThat(tile(page, "utilization-figure"))
        .as("a run of 34 s is too short to be judged on utilization")
        .contains("not judged", "run shorter than 10 min");
    assertThat(page).contains("\"label\":\"redline 20 MiB\",\"value\":2.097152E7");
  }

  @Test
  void keepsHostileTextText() {
    String page = Report.html(SampleRuns.named(SampleRuns.stopped(), HOSTILE));
    assertThat(page)
        .contains("<h1>&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;</h1>")
        .doesNotContain("<img");
  }

  @Test
  void showsWhatWouldHideOrTurnAround() {
    String page =
        Report.html(SampleRuns.named(SampleRuns.stopped(), "safe\u202egpj.\u200b\u2066x\u0007"));
    assertThat(page)
        .contains("<h1>safe\\u202egpj.\\u200b\\u2066x\\u0007</h1>")
        .doesNotContain("\u202e", "\u200b", "\u2066");
  }

  @Test
  void escapesTheDataOfTheScript() {
    RunRecord run = SampleRuns.stopped();
    String page = Page.html("t", Html.NOTHING, "{\"executor\":\"" + HOSTILE + " & \u2028\u2029\"}");
    assertThat(page)
        .contains(
            "{\"executor\":\"\\u003c/script\\u003e\\u003cimg src=x onerror=alert(1)\\u003e"
                + " \\u0026 \\u2028\\u2029\"}");
    assertThat(Report.html(run)).contains("\"cause\":\"HEAP_OOM\"");
  }

  @Test
  void hidesSecretsThatSlippedThrough() {
    String page = Report.html(SampleRuns.healthy());
    assertThat(page)
        .doesNotContain("AKIAIOSFODNN7EXAMPLE", "hunter2")
        .contains("spark.hadoop.fs.s3a.access.key", "*********(redacted)");
  }

  @Test
  void namesEveryLossWithItsCauseAndReason() {
    String page = Report.html(SampleRuns.stopped());
    String losses = page.substring(page.indexOf("id=\"losses\""), page.indexOf("id=\"stages\""));
    assertThat(losses)
        .contains("<td class=\"number\">1:32</td><td>1</td>")
        .contains("<code>HEAP_OOM</code>", ">exit-137</code>", "NODE_LOST")
        .contains("Command exited with code 137");
    assertThat(losses.split("<tr>", -1)).hasSize(1 + 1 + 5);
  }

  @Test
  void saysWhatToChangeAndWhetherToRunAgain() {
    assertThat(Report.html(SampleRuns.stopped()))
        .contains(
            "Salt or pre-aggregate the key",
            "Yes, with more memory",
            "Settled at 3:46",
            "HEAP_OOM: the executor&#39;s heap was exhausted");
    assertThat(Report.html(SampleRuns.warning()))
        .contains("Executor 17 keeps 81 %", "Raise spark.executor.memory", "Drop columns");
    assertThat(Report.html(SampleRuns.healthy()))
        .contains("Memory overhead was not measured")
        .doesNotContain("Run it again?", "What to change");
  }

  @Test
  void loadsNothingFromAnywhere() {
    String page = Report.html(SampleRuns.warning());
    assertThat(page)
        .doesNotContainPattern("(?i)(src|href)=[\"'](?!data:)")
        .doesNotContain("sourceMappingURL", "@import", "url(")
        .contains("default-src &#39;none&#39;");
    Matcher styles =
        Pattern.compile("<[^>]+ style=").matcher(page.substring(page.indexOf("<body>")));
    assertThat(styles.find()).as("inline styles, which the policy forbids").isFalse();
  }

  @Test
  void drawsARunOfWhichNothingIsKnownYet() {
    RunRecord run = SampleRuns.healthy();
    RunRecord early =
        new RunRecord(
            RunRecord.VERSION,
            run.application(),
            run.startedAtMs(),
            run.startedAtMs(),
            false,
            "observe",
            Verdict.healthy(),
            List.of(),
            run.limits(),
            new RunRecord.Totals(
                0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, Memory.NONE, null, null, Rows.NONE),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of());
    assertThat(Report.html(early))
        .contains(
            "The record has no values over time.", "No executor was lost.", "the end was not seen");
  }

  private static String tile(String page, String id) {
    int from = page.indexOf("id=\"" + id + "\"");
    return page.substring(from, page.indexOf("</article>", from));
  }

  private static RunRecord inMode(RunRecord run, String mode) {
    return new RunRecord(
        run.version(),
        run.application(),
        run.startedAtMs(),
        run.endedAtMs(),
        run.complete(),
        mode,
        run.verdict(),
        run.warnings(),
        run.limits(),
        run.totals(),
        run.losses(),
        run.timeline(),
        run.topStages(),
        run.topSqlExecutions(),
        run.configuration(),
        run.notes());
  }
}
