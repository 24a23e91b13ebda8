package dev.redline.dashboards.report;

import dev.redline.listener.run.RunRecord;
import dev.redline.listener.run.RunRecord.ConfigurationEntry;
import java.util.List;

/** The settings that applied, folded away. */
final class ConfigurationTable {
  private ConfigurationTable() {}

  static Html html(RunRecord run) {
    long given = run.configuration().stream().filter(ConfigurationEntry::given).count();
    String summary =
        "Configuration that applied: %,d set, %,d by default"
            .formatted(given, run.configuration().size() - given);
    return Html.tag("details")
        .with("id", "configuration")
        .of(
            Html.tag("summary").of(summary),
            Tables.table(
                "Settings of Spark and Redline; secrets are hidden",
                List.of("Setting", "Value", "From"),
                run.configuration().stream().map(ConfigurationTable::cells)));
  }

  private static List<Html> cells(ConfigurationEntry entry) {
    return List.of(
        Html.tag("code").of(entry.key()),
        Html.tag("code").of(Redaction.value(entry)),
        entry.given() ? Html.tag("strong").of("set") : Html.text("default"));
  }
}
