package dev.redline.dashboards.report;

import dev.redline.dashboards.Layout;
import dev.redline.dashboards.Panel;
import dev.redline.dashboards.Panel.View;
import dev.redline.dashboards.Row;
import dev.redline.listener.run.RunRecord;
import java.util.List;

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

  private Report(RunRecord run) {
    this.run = run;
    this.readings = new Readings(run);
    this.times = new Times(run.startedAtMs());
  }

  /** The page, about a quarter of a megabyte; most of it is the chart library. */
  public static String html(RunRecord run) {
    return new Report(run).page();
  }

  private String page() {
    Charts charts = new Charts(layout, readings, times);
    String title = run.application().jobName() + ": " + Headline.word(readings);
    Html body =
        Html.all(
            new Headline(readings, times).html(),
            Html.tag("main")
                .of(
                    rows(charts),
                    charts.table(),
                    new LossTable(run, times).html(),
                    StageTable.html(run),
                    ConfigurationTable.html(run),
                    Glossary.html(layout)),
            footer());
    return Page.html(title, body, charts.data());
  }

  private Html rows(Charts charts) {
    Figures figures = new Figures(readings);
    return Html.all(layout.rows().stream().map(row -> row(row, figures, charts)).toList());
  }

  private static Html row(Row row, Figures figures, Charts charts) {
    List<Html> panels = row.panels().stream().map(panel -> panel(panel, figures, charts)).toList();
    boolean isCharts = row.panels().stream().allMatch(panel -> panel.view() == View.CHART);
    return Html.tag("section")
        .of(
            Html.tag("h2").of(row.title()),
            Html.tag("div", isCharts ? "charts" : "figures").of(panels.stream()));
  }

  private static Html panel(Panel panel, Figures figures, Charts charts) {
    return panel.view() == View.CHART ? charts.figure(panel) : figures.tile(panel);
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
