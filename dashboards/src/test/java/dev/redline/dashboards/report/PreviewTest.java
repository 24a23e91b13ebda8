package dev.redline.dashboards.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.redline.catalog.GeneratedFile;
import dev.redline.dashboards.Dashboards;
import dev.redline.dashboards.Layout;
import dev.redline.dashboards.Target;
import dev.redline.listener.run.Json;
import dev.redline.listener.run.RunRecord;
import org.junit.jupiter.api.Test;

class PreviewTest {
  private static final Target NIGHTLY =
      Target.job("nightly-orders", "prod", "eu-west-1").withAlarms("123456789012");

  @Test
  void sampleRunIsFresh() throws Exception {
    GeneratedFile.assertFresh(
        "dashboards/src/main/resources/dev/redline/dashboards/report/sample-run.json",
        Json.write(SampleRuns.preview()) + "\n");
    assertThat(RunRecords.sample()).isEqualTo(SampleRuns.preview());
  }

  @Test
  void showsEveryPanelOfTheDashboard() {
    String page = html(SampleRuns.preview());
    Layout.redline().panels().forEach(panel -> assertThat(page).contains("<h3>" + panel.title()));
    assertThat(page).contains("Generated from Redline&#39;s catalog and layout; do not edit.");
  }

  @Test
  void showsTheValuesOfTheRun() {
    String page = html(SampleRuns.preview());
    assertThat(number(page, "redline.shuffle.total.value")).isEqualTo("13.4 GiB");
    assertThat(number(page, "redline.executor.losses.counted.count")).isEqualTo("1");
    assertThat(number(page, "redline.etl.rows.loaded.count")).isEqualTo("59,091,445");
    assertThat(number(page, "redline.run.completed.count")).isEqualTo("1");
    assertThat(number(page, "glue.succeed.ALL")).isEqualTo("--");
    assertThat(page).contains("No data available");
  }

  private static String number(String page, String metric) {
    String place = "data-metric=\"" + metric + "\">";
    int from = page.indexOf(place) + place.length();
    return page.substring(from, page.indexOf('<', from));
  }

  @Test
  void showsAlarmsByWhatTheRunCrossed() {
    assertThat(html(SampleRuns.preview()))
        .containsPattern("prod-nightly-orders-shuffle\\S* <strong>In alarm</strong>")
        .containsPattern("prod-nightly-orders-utilization\\S* <strong>OK</strong>");
  }

  /** Of ten alarms on stops the one of the cause; the job's name is no alarm's. */
  @Test
  void showsOnlyTheAlarmOfTheCause() {
    String body =
        Dashboards.body(
            Target.job("x-shuffle-run-stopped", "prod", "eu-west-1").withAlarms("123456789012"));
    String page = Preview.html(body, SampleRuns.stopped(), "");
    assertThat(page)
        .contains("prod-x-shuffle-run-stopped-run-stopped-heap-oom <strong>In alarm</strong>")
        .contains("prod-x-shuffle-run-stopped-run-stopped-crash <strong>OK</strong>")
        .contains("prod-x-shuffle-run-stopped-page <strong>not known here</strong>")
        .contains("prod-x-shuffle-run-stopped-shuffle <strong>OK</strong>");
  }

  @Test
  void drawsNoRunThatLastsForEver() {
    RunRecord run = SampleRuns.spilling(40, 100_000, 1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> html(run))
        .withMessageContaining("at most 31 days");
  }

  @Test
  void addsUpWhatIsAddedUp() {
    assertThat(html(SampleRuns.preview()))
        .contains("\"label\":\"repeated work, added up\"")
        .contains("\"label\":\"cost so far, USD\"");
  }

  @Test
  void keepsHostileTextText() {
    String hostile = "</script><img src=x onerror=alert(1)>";
    RunRecord run = SampleRuns.named(SampleRuns.preview(), hostile);
    String body =
        Dashboards.body(Target.job(hostile, "prod", "eu-west-1").withAlarms("123456789012"));
    assertThat(Preview.html(body, run, hostile)).doesNotContain("<img");
  }

  @Test
  void drawsBodiesOfOthersAsFarAsItCan() {
    String page =
        Preview.html(
            """
            {"widgets": [
              {"type": "log", "properties": {"query": "x", "region": "eu-west-1"}},
              {"type": "metric", "properties": {"region": "eu-west-1", "metrics": [
                ["AWS/Redshift", "CPUUtilization", "ClusterIdentifier", "c"],
                [{"expression": "ANOMALY_DETECTION_BAND(m1)", "label": "band"}]]}}]}
            """,
            SampleRuns.healthy(),
            "");
    assertThat(page).contains("A log widget is not drawn here.", "No data available");
  }

  @Test
  void refusesWhatIsNoJson() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Preview.html("{", SampleRuns.healthy(), ""))
        .withMessageStartingWith("the body is not valid JSON");
  }

  private static String html(RunRecord run) {
    return Preview.html(Dashboards.body(NIGHTLY), run, "sample data");
  }
}
