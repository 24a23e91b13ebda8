package dev.redline.dashboards.report;

import dev.redline.catalog.Unit;
import dev.redline.dashboards.Quantity;
import dev.redline.listener.run.RunRecord;
import dev.redline.listener.signal.StageShuffle;
import java.util.List;

/** The stages that wrote most to shuffle. */
final class StageTable {
  private StageTable() {}

  static Html html(RunRecord run) {
    return Html.tag("section")
        .with("id", "stages")
        .of(Html.tag("h2").of("Stages that shuffled most"), content(run));
  }

  private static Html content(RunRecord run) {
    long total = run.totals().shuffleWriteBytes();
    return run.topStages().isEmpty()
        ? Html.tag("p", "none").of("No stage wrote to shuffle.")
        : Tables.table(
            "Stages by bytes written to shuffle, over all their attempts",
            List.of("#Stage", "Name", "#Written", "#Of the run", "#Repeated work"),
            run.topStages().stream().map(stage -> cells(stage, total)));
  }

  private static List<Html> cells(StageShuffle stage, long total) {
    return Tables.cells(
        Integer.toString(stage.stageId()),
        stage.name(),
        Quantity.bytes(stage.writeBytes()),
        total == 0 ? "–" : Quantity.text(Unit.PERCENT, 100.0 * stage.writeBytes() / total),
        Quantity.bytes(stage.repeatedWriteBytes()));
  }
}
