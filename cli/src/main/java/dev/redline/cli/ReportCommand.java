package dev.redline.cli;

import dev.redline.dashboards.report.Report;
import dev.redline.dashboards.report.RunRecords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    description = "Draws the report of a run as one HTML page that needs no network.")
final class ReportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "RUN.json",
      description = "A run record, written where spark.redline.record.path says.")
  private Path run = Path.of("");

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE.html",
      required = true,
      description = "Where to write the page.")
  private Path out = Path.of("");

  @Override
  public Integer call() throws IOException {
    String page = Report.html(RunRecords.read(run));
    Path file = out.toAbsolutePath();
    Files.createDirectories(file.getParent());
    Files.writeString(file, page);
    spec.commandLine().getOut().println(file.toUri());
    return Redline.OK;
  }
}
