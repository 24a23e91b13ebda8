package dev.redline.cli;

import dev.redline.alarms.Alarms;
import dev.redline.dashboards.Dashboards;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "templates",
    mixinStandardHelpOptions = true,
    description = "Writes the CloudFormation templates of dashboard and alarms.",
    footerHeading = "%nThen:%n",
    footer = {
      "  aws cloudformation deploy --stack-name redline-alarms \\",
      "    --template-file DIR/redline-alarms.template.json \\",
      "    --parameter-overrides JobName=my-job Environment=prod"
    })
final class TemplatesCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "The folder to write to; made if it is not there.")
  private Path out = Path.of("");

  @Override
  public Integer call() throws IOException {
    if (Files.exists(out) && !Files.isDirectory(out)) {
      throw new InputException(out + " is a file: give --out a folder");
    }
    Files.createDirectories(out);
    Map<String, String> templates = new TreeMap<>();
    templates.put("redline-alarms.template.json", Alarms.template());
    templates.put("redline-dashboard.template.json", Dashboards.template());
    for (Map.Entry<String, String> template : templates.entrySet()) {
      Path file = out.resolve(template.getKey());
      Files.writeString(file, template.getValue());
      spec.commandLine().getOut().println(file);
    }
    return Redline.OK;
  }
}
