package dev.redline.simulate;

import dev.redline.alarms.Alarms;
import dev.redline.alarms.simulate.Recording;
import dev.redline.alarms.simulate.Simulator;
import dev.redline.listener.run.RunRecord;
import dev.redline.replay.RunFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code redline simulate}. */
@Command(
    name = "simulate",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Says which alarms a run would have set off, when, and who would have been told.%n",
      "Takes a run record, an event log, or values of metrics: CSV with the heading"
          + " time,metric,value,cause (cause may be left out), or a JSON array of objects with"
          + " those members. Evaluates the alarms of the committed template as CloudWatch"
          + " would."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:simulated, whatever came out",
      "2:wrong usage, or a file that is none of it"
    })
public final class SimulateCommand implements Callable<Integer> {
  private static final int BAD_INPUT = 2;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "RUN.json|EVENTLOG|SERIES", description = "What was recorded.")
  private Path input = Path.of("");

  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description =
          "A parameter of the alarms' stack that is not at its default, such as"
              + " RunAtLeastEveryHours=26 or UtilizationThreshold=5; may be repeated.")
  private Map<String, String> set = new LinkedHashMap<>();

  @Option(
      names = "--enforced",
      description = "Take a guard that only observed for one that stopped the run.")
  private boolean enforced;

  @Option(
      names = "--glue",
      description = "The run was one of AWS Glue: add what EventBridge counts of a failed run.")
  private boolean onGlue;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    Map<String, Double> parameters = parameters();
    try {
      Recording recording = recording(out);
      new Story(Simulator.run(Alarms.all(), parameters, recording), recording.firstMs()).print(out);
      return 0;
    } catch (IOException | IllegalArgumentException e) {
      spec.commandLine().getErr().println("redline: " + e.getMessage());
      return BAD_INPUT;
    }
  }

  private Map<String, Double> parameters() {
    try {
      return dev.redline.simulate.Parameters.of(set);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private Recording recording(PrintWriter out) throws IOException {
    if (SeriesFile.isOne(input)) {
      return SeriesFile.read(input);
    }
    RunRecord run = RunFile.read(input, Map.of(), spec.commandLine().getErr());
    out.printf(
        "Run %s of job %s in %s, verdict %s%n",
        run.application().id(),
        run.application().jobName(),
        run.application().environment(),
        run.verdict().severity());
    if (PublishedRun.isTakenForFailed(run)) {
      out.println("Jobs of it failed; that is taken for a failed run");
    }
    if (run.verdict().isStop() && !run.mode().equals("enforce") && !enforced) {
      out.println("The guard only observed; --enforced shows what a stop would have set off");
    }
    return PublishedRun.of(run, enforced, onGlue);
  }
}
