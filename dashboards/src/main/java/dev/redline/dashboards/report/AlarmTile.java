package dev.redline.dashboards.report;

import dev.redline.catalog.Guardrail;
import dev.redline.dashboards.AlarmPanel;
import java.util.Arrays;
import java.util.Locale;

/** Which of the limits that alarms watch this run crossed. */
final class AlarmTile {
  private AlarmTile() {}

  static Html html(AlarmPanel panel, Standings standings) {
    return Html.tag("article", "tile alarms")
        .with("id", panel.id())
        .of(
            Html.tag("h3").of("What " + panel.title().toLowerCase(Locale.ROOT) + " watch"),
            Html.tag("ul")
                .of(Arrays.stream(Guardrail.values()).map(each -> chip(each, standings.of(each)))));
  }

  private static Html chip(Guardrail guardrail, Standing standing) {
    return Html.tag("li", "chip " + standing.styleClass())
        .with("title", guardrail.meaning())
        .of(
            Icons.state(standing),
            Html.tag("span").of(guardrail.id()),
            Html.text(" "),
            Html.tag("strong").of(standing.word()));
  }
}
