package dev.redline.cli;

import dev.redline.catalog.Settings;
import dev.redline.dashboards.WorkerPrice;
import dev.redline.dashboards.report.Report;
import dev.redline.listener.run.RunRecord;
import dev.redline.replay.RunFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Draws the report of a run as one HTML page that needs no network.%n",
      "Takes the record that the agent wrote (spark.redline.record.path), or the run's Spark event"
          + " log: plain, compressed, or the folder of a rolling one."
    })
final class ReportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "RUN.json|EVENTLOG", description = "A run record or an event log.")
  private Path run = Path.of("");

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE.html",
      required = true,
      description = "Where to write the page.")
  private Path out = Path.of("");

  @Option(
      names = "--worker-price",
      paramLabel = "USD",
      description =
          "What an hour of a worker costs (default: 0.44, a G.1X of AWS Glue in us-east-1).")
  private double workerPrice = WorkerPrice.GLUE_G1X.usdPerHour();

  @Option(
      names = "--conf",
      paramLabel = "KEY=VALUE",
      description = "A setting to judge an event log by; may be repeated.")
  private Map<String, String> conf = new LinkedHashMap<>();

  @Override
  public Integer call() throws IOException {
    List<String> problems = Settings.from(conf).problems();
    if (!problems.isEmpty()) {
      throw new ParameterException(spec.commandLine(), String.join("; ", problems));
    }
    if (!Double.isFinite(workerPrice) || workerPrice < 0) {
      throw new ParameterException(
          spec.commandLine(), "--worker-price must be 0 or more, was " + workerPrice);
    }
    RunRecord record = RunFile.read(run, conf, spec.commandLine().getErr());
    Path file = Outputs.write(out, Report.html(record, new WorkerPrice(workerPrice)));
    spec.commandLine().getOut().println(file.toUri());
    return Redline.OK;
  }
}
