package dev.redline.cli;

import dev.redline.cloud.DoctorCommand;
import dev.redline.cloud.FireDrillCommand;
import dev.redline.replay.ReplayCommand;
import dev.redline.simulate.SimulateCommand;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParameterException;

/** The {@code redline} command. Without a subcommand it prints its help. */
@Command(
    name = "redline",
    mixinStandardHelpOptions = true,
    versionProvider = Redline.Version.class,
    sortOptions = false,
    header = "Keeps Spark jobs under their redlines.",
    description = "%nGuards Spark jobs that load Redshift, and says why they die.%n",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      AgentJarCommand.class,
      ClassifyCommand.class,
      DashboardCommand.class,
      DashboardLintCommand.class,
      GlueLintCommand.class,
      DoctorCommand.class,
      FireDrillCommand.class,
      ReplayCommand.class,
      ReportCommand.class,
      SimulateCommand.class,
      TemplatesCommand.class,
      HelpCommand.class
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      Redline.OK + ":done",
      Redline.FAILED + ":the command failed; stderr says why and what to do",
      Redline.USAGE + ":wrong usage, or input that is not what it should be"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  spark-submit --jars $(redline agent-jar) \\",
      "    --conf spark.extraListeners=dev.redline.listener.RedlineListener ...",
      "  redline replay --conf spark.redline.shuffle.limit=20g /var/log/spark-events",
      "  redline report run.json -o report.html",
      "  redline templates --out deploy/"
    })
public final class Redline implements Runnable {
  static final int OK = 0;
  static final int FAILED = 1;
  static final int USAGE = 2;

  @CommandLine.Spec
  private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  /** Runs a command and exits with its code. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    CommandLine command = new CommandLine(new Redline());
    command.setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
    command.setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
    command.setExecutionExceptionHandler(
        (exception, line, parsed) -> {
          line.getErr().println("redline: " + exception.getMessage());
          return exception instanceof InputException ? USAGE : FAILED;
        });
    return command;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say which command to run.");
  }

  /** The version of this build. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Redline.class.getPackage().getImplementationVersion();
      return new String[] {"redline " + (version == null ? "0.1.0-SNAPSHOT" : version)};
    }
  }
}
