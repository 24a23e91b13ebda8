package dev.redline.cli;

import dev.redline.alarms.Alarms;
import dev.redline.catalog.AlarmName;
import dev.redline.catalog.Setting;
import dev.redline.dashboards.Dashboards;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "templates",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Writes the CloudFormation templates of dashboard and alarms.%n",
      "With --job also the parameters of both stacks, whatever characters the job's name has and"
          + " however long it is: an alarm's name takes less of it than a dimension does."
    },
    footerHeading = "%nThen:%n",
    footer = {
      "  aws cloudformation deploy --stack-name redline-alarms \\",
      "    --template-file DIR/redline-alarms.template.json \\",
      "    --parameter-overrides JobName=my-job Environment=prod",
      "or, with --job:",
      "    --parameter-overrides file://DIR/redline-alarms.parameters.json"
    })
final class TemplatesCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "The folder to write to; made if it is not there.")
  private Path out = Path.of("");

  @Option(
      names = "--job",
      paramLabel = "NAME",
      description = "The job's name: write the parameters of its stacks too.")
  private @Nullable String job;

  @Option(
      names = "--environment",
      paramLabel = "NAME",
      description = "Where the job runs (default: ${DEFAULT-VALUE}).")
  private String environment = Setting.ENVIRONMENT.defaultText().orElseThrow();

  @Override
  public Integer call() throws IOException {
    if (Files.exists(out) && !Files.isDirectory(out)) {
      throw new InputException(out + " is a file: give --out a folder");
    }
    Files.createDirectories(out);
    Map<String, String> templates = new TreeMap<>();
    templates.put("redline-alarms.template.json", Alarms.template());
    templates.put("redline-dashboard.template.json", Dashboards.template());
    if (job != null) {
      templates.putAll(parameters(job));
    }
    for (Map.Entry<String, String> template : templates.entrySet()) {
      Path file = out.resolve(template.getKey());
      Files.writeString(file, template.getValue());
      spec.commandLine().getOut().println(file);
    }
    return Redline.OK;
  }

  private Map<String, String> parameters(String name) {
    if (name.isBlank()) {
      throw new InputException("--job is blank: give the name that the job publishes under");
    }
    if (!environment.matches(AlarmName.CHARACTER + "{1,60}")) {
      throw new InputException(
          "--environment '%s' must be 1 to 60 printable ASCII characters without a double quote or a backslash"
              .formatted(environment));
    }
    JobParameters parameters = new JobParameters(name, environment);
    if (!parameters.called().equals(name)) {
      spec.commandLine()
          .getErr()
          .println(
              "redline: alarms call this job " + parameters.called() + "; metrics keep its name");
    }
    return Map.of(
        "redline-alarms.parameters.json", parameters.ofAlarms(),
        "redline-dashboard.parameters.json", parameters.ofDashboard());
  }
}
