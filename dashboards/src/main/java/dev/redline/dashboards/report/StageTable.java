package dev.redline.dashboards.report;

import dev.redline.catalog.Unit;
import dev.redline.dashboards.Quantity;
import dev.redline.listener.run.RunRecord;
import dev.redline.listener.signal.SqlShuffle;
import dev.redline.listener.signal.StageShuffle;
import java.util.List;

/** Who wrote most to shuffle: stages, and the SQL queries that they belong to. */
final class StageTable {
  private StageTable() {}

  static Html html(RunRecord run) {
    return Html.tag("section")
        .with("id", "stages")
        .of(
            Html.tag("h2").of("Stages that shuffled most"),
            stages(run),
            run.topSqlExecutions().isEmpty() ? Html.NOTHING : executions(run));
  }

  private static Html stages(RunRecord run) {
    long total = run.totals().shuffleWriteBytes();
    return run.topStages().isEmpty()
        ? Html.tag("p", "none").of("No stage wrote to shuffle.")
        : Tables.table(
            "Stages by bytes written to shuffle, over all their attempts",
            List.of("#Stage", "Name", "#Written", "#Of the run", "#Repeated work"),
            run.topStages().stream().map(stage -> cells(stage, total)));
  }

  private static Html executions(RunRecord run) {
    long total = run.totals().shuffleWriteBytes();
    return Html.tag("div", "after")
        .of(
            Tables.table(
                "SQL queries by bytes that their stages wrote to shuffle",
                List.of("#Query", "Description", "#Written", "#Of the run", "#Repeated work"),
                run.topSqlExecutions().stream().map(query -> cells(query, total))));
  }

  private static List<Html> cells(StageShuffle stage, long total) {
    return Tables.cells(
        Integer.toString(stage.stageId()),
        stage.name(),
        Quantity.bytes(stage.writeBytes()),
        share(stage.writeBytes(), total),
        Quantity.bytes(stage.repeatedWriteBytes()));
  }

  private static List<Html> cells(SqlShuffle query, long total) {
    return Tables.cells(
        Long.toString(query.executionId()),
        query.description(),
        Quantity.bytes(query.writeBytes()),
        share(query.writeBytes(), total),
        Quantity.bytes(query.repeatedWriteBytes()));
  }

  private static String share(long bytes, long total) {
    return total == 0 ? "–" : Quantity.text(Unit.PERCENT, 100.0 * bytes / total);
  }
}
