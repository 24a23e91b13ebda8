package dev.redline.cli;

import dev.redline.dashboards.Dashboards;
import dev.redline.dashboards.Target;
import dev.redline.dashboards.report.Preview;
import dev.redline.dashboards.report.RunRecords;
import dev.redline.listener.run.RunRecord;
import dev.redline.listener.run.RunRecord.Application;
import dev.redline.replay.RunFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "dashboard",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Writes the body of the CloudWatch dashboard of a job, or shows it without AWS.%n",
      "The preview is drawn from the body itself, with the values that the agent would have"
          + " published of a run: one you name, or a made-up one that comes along."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  redline dashboard --preview dashboard.html",
      "  redline dashboard --preview dashboard.html --run run.json",
      "  redline dashboard --job my-job --environment prod --region eu-west-1 --out body.json"
    })
final class DashboardCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @ArgGroup(exclusive = false, multiplicity = "1")
  private Made made = new Made();

  /** What is to be made; at least one. */
  static final class Made {
    @Option(
        names = "--preview",
        paramLabel = "FILE.html",
        description = "Where to write the page that shows the dashboard.")
    private @Nullable Path preview;

    @Option(
        names = {"-o", "--out"},
        paramLabel = "BODY.json",
        description = "Where to write the body, as aws cloudwatch put-dashboard takes it.")
    private @Nullable Path out;
  }

  @Option(
      names = "--run",
      paramLabel = "RUN.json|EVENTLOG",
      description = "The run whose values the preview shows.")
  private @Nullable Path run;

  @Option(
      names = "--body",
      paramLabel = "BODY.json",
      description = "Preview this body instead of ours.")
  private @Nullable Path given;

  @Option(names = "--job", paramLabel = "NAME", description = "The job (default: the run's).")
  private @Nullable String job;

  @Option(
      names = "--environment",
      paramLabel = "NAME",
      description = "Where it runs (default: the run's).")
  private @Nullable String environment;

  @Option(
      names = "--region",
      paramLabel = "REGION",
      defaultValue = "us-east-1",
      description = "Where its metrics are (default: ${DEFAULT-VALUE}).")
  private String region = "us-east-1";

  @Option(
      names = "--account",
      paramLabel = "ID",
      defaultValue = "123456789012",
      description = "The account of its alarms (default: ${DEFAULT-VALUE}, a made-up one).")
  private String account = "123456789012";

  @Override
  public Integer call() throws IOException {
    check("--region", region, "[a-z]{2}(-[a-z]+)+-\\d", "a region such as eu-west-1");
    check("--account", account, "\\d{12}", "twelve digits");
    RunRecord record =
        run == null
            ? RunRecords.sample()
            : RunFile.read(run, Map.of(), spec.commandLine().getErr());
    String body = given == null ? Dashboards.body(target(record.application())) : read(given);
    if (made.out != null) {
      spec.commandLine().getOut().println(Outputs.write(made.out, body).toUri());
    }
    if (made.preview != null) {
      Path file = Outputs.write(made.preview, preview(body, record));
      spec.commandLine().getOut().println(file.toUri());
    }
    return Redline.OK;
  }

  /** CloudWatch takes a body with a wrong one, and shows nothing. */
  private static void check(String option, String value, String pattern, String wanted) {
    if (!value.matches(pattern)) {
      throw new InputException("%s must be %s, was '%s'".formatted(option, wanted, value));
    }
  }

  private String preview(String body, RunRecord record) {
    String origin =
        run == null
            ? "sample data of a made-up run"
            : "values of the run " + record.application().id();
    try {
      return Preview.html(body, record, origin);
    } catch (IllegalArgumentException e) {
      throw new InputException((given == null ? run : given) + ": " + e.getMessage());
    }
  }

  private Target target(Application application) {
    return Target.job(
            job == null ? application.jobName() : job,
            environment == null ? application.environment() : environment,
            region)
        .withAlarms(account);
  }

  private static String read(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new InputException(file + ": there is no such file");
    }
    return Files.readString(file);
  }
}
