package dev.redline.dashboards.report;

import dev.redline.dashboards.AlarmPanel;
import dev.redline.dashboards.CostPanel;
import dev.redline.dashboards.Layout;
import dev.redline.dashboards.MetricPanel;
import dev.redline.dashboards.Panel;
import dev.redline.dashboards.Row;
import dev.redline.dashboards.SharePanel;
import dev.redline.dashboards.WorkerPrice;
import dev.redline.listener.run.RunRecord;
import java.util.List;
import java.util.stream.Stream;

/**
 * The report of one run: one self-contained HTML page that loads nothing and sends nothing.
 *
 * <p>Everything but the drawing of the charts is there without JavaScript. A content security
 * policy in the page lets only the page's own scripts run.
 */
public final class Report {
  private final Layout layout = Layout.redline();
  private final RunRecord run;
  private final Readings readings;
  private final Times times;
  private final Figures figures;
  private final Charts charts;

  private Report(RunRecord run, WorkerPrice price) {
    this.run = run;
    this.readings = new Readings(run);
    this.times = new Times(run.startedAtMs());
    this.figures = new Figures(readings, new Standings(readings));
    this.charts = new Charts(layout, readings, times, price);
  }

  /** The page, at AWS Glue's price of a G.1X worker. */
  public static String html(RunRecord run) {
    return html(run, WorkerPrice.GLUE_G1X);
  }

  /**
   * The page, from a quarter of a megabyte to one; the chart library is most of a small one.
   *
   * @param price what the run's workers cost
   */
  public static String html(RunRecord run, WorkerPrice price) {
    return new Report(run, price).page();
  }

  private String page() {
    String title = run.application().jobName() + ": " + Headline.word(readings);
    List<Panel> elsewhere = layout.panels().filter(Elsewhere::is).toList();
    Html body =
        Html.all(
            new Headline(readings, times).html(),
            Html.tag("main")
                .of(
                    rows(),
                    new LossTable(run, times).html(),
                    StageTable.html(run),
                    charts.table(),
                    VerdictText.html(readings),
                    ConfigurationTable.html(run),
                    Elsewhere.html(elsewhere, run),
                    Glossary.html(layout)),
            footer());
    return Page.html(title, body, charts.data());
  }

  private Html rows() {
    return Html.all(
        layout.rows().stream()
            .filter(row -> !row.panels().stream().allMatch(Elsewhere::is))
            .map(this::row)
            .toList());
  }

  private Html row(Row row) {
    boolean isCharts = row.panels().stream().anyMatch(Panel::isChart);
    return Html.tag("section")
        .of(
            Html.tag("h2").of(row.title()),
            Html.tag("div", isCharts ? "charts" : "figures")
                .of(row.panels().stream().flatMap(this::panel)));
  }

  private Stream<Html> panel(Panel panel) {
    if (panel instanceof AlarmPanel alarms) {
      return Stream.of(AlarmTile.html(alarms, figures.standings()));
    }
    if (panel instanceof CostPanel cost) {
      return Stream.of(charts.figure(cost));
    }
    if (panel instanceof SharePanel share) {
      return Stream.of(figures.tile(share));
    }
    return panel instanceof MetricPanel own
        ? Stream.of(own.isChart() ? charts.figure(own) : figures.tile(own))
        : Stream.empty();
  }

  private Html footer() {
    return Html.tag("footer")
        .of(
            "Redline "
                + run.application().redlineVersion()
                + " · run record version "
                + run.version()
                + " · all times in UTC; times like 2:05 are minutes and seconds since the start");
  }
}
