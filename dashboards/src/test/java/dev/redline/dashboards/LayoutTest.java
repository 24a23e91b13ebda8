package dev.redline.dashboards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.redline.catalog.Guardrail;
import dev.redline.catalog.Metric;
import dev.redline.dashboards.Line.Reading;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LayoutTest {

  @Test
  void showsEveryGuardrail() {
    Stream<Guardrail> shares =
        Layout.redline()
            .panels()
            .filter(SharePanel.class::isInstance)
            .map(panel -> ((SharePanel) panel).guardrail());
    assertThat(
            Stream.concat(
                shares, Layout.redline().metricPanels().flatMap(p -> p.guardrails().stream())))
        .containsAll(Arrays.asList(Guardrail.values()));
  }

  /** A limit on a quarter of an hour means nothing beside the total of a run. */
  @Test
  void refusesALimitOnAQuarterOfAnHourBesideATotal() {
    List<Line> total = List.of(Line.addedUp("so far", Metric.SPILL_DISK, Tone.MAIN));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new MetricPanel("p", "P", View.CHART, 24, total, List.of(Guardrail.SPILL)))
        .withMessage("panel p has a line at spill but not what it compares");
  }

  @Test
  void namesPanelsOnce() {
    assertThat(Layout.redline().panels().map(Panel::id)).doesNotHaveDuplicates();
  }

  @Test
  void refusesARedlineWithoutItsMetric() {
    List<Line> alive = List.of(Line.of("alive", Metric.EXECUTORS_ALIVE, Tone.MAIN));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new MetricPanel("p", "P", View.CHART, 24, alive, List.of(Guardrail.RUN_STOPPED)))
        .withMessage("panel p has a line at run-stopped but not what it compares");
  }

  @Test
  void refusesLinesOfDifferentUnits() {
    List<Line> mixed =
        List.of(
            Line.of("alive", Metric.EXECUTORS_ALIVE, Tone.MAIN),
            Line.of("heap", Metric.MEMORY_LIVE_HEAP, Tone.SECOND));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MetricPanel("p", "P", View.CHART, 24, mixed, List.of()))
        .withMessageStartingWith("panel p must show one unit");
  }

  @Test
  void refusesARowThatDoesNotFillTheGrid() {
    MetricPanel half =
        new MetricPanel(
            "p",
            "P",
            View.CHART,
            12,
            List.of(Line.of("alive", Metric.EXECUTORS_ALIVE, Tone.MAIN)),
            List.of());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Row("Half", List.of(half)))
        .withMessage("row 'Half' must be 24 columns wide, was 12");
  }

  @Test
  void refusesToAddUpAGauge() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Line("heap", Metric.MEMORY_LIVE_HEAP, Reading.ADDED_UP, Tone.MAIN))
        .withMessage(
            "only counters can be added up, but redline.executor.memory.live.heap is a gauge");
  }
}
