package dev.redline.cli;

import dev.redline.catalog.Metric;
import dev.redline.dashboards.lint.DashboardLint;
import dev.redline.dashboards.lint.DashboardSource;
import dev.redline.dashboards.lint.Finding;
import dev.redline.dashboards.lint.Published;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "dashboard-lint",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Finds what is wrong with bodies of CloudWatch dashboards.%n",
      "Takes bodies, and CloudFormation templates in JSON. Checks their form, CloudWatch's limits,"
          + " overlaps, and whether Redline or Glue publish each metric with exactly these"
          + " dimensions."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      Redline.OK + ":nothing was found",
      Redline.FAILED + ":something was found; each is a line on stdout",
      Redline.USAGE + ":wrong usage, or a file that cannot be read"
    })
final class DashboardLintCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "FILE.json", arity = "1..*", description = "Bodies or templates.")
  private List<Path> files = List.of();

  @Option(
      names = "--redline-namespace",
      paramLabel = "NAMESPACE",
      defaultValue = Metric.DEFAULT_NAMESPACE,
      description = "Where the agent publishes (default: ${DEFAULT-VALUE}).")
  private String redlineNamespace = Metric.DEFAULT_NAMESPACE;

  @Option(
      names = "--namespace",
      paramLabel = "NAMESPACE",
      description =
          "A namespace whose metrics are not checked, such as AWS/Redshift; may be repeated.")
  private Set<String> others = new LinkedHashSet<>();

  @Override
  public Integer call() throws IOException {
    Published published = Published.of(redlineNamespace, others);
    int found = 0;
    for (Path file : files) {
      found += lint(file, published);
    }
    return found == 0 ? Redline.OK : Redline.FAILED;
  }

  private int lint(Path file, Published published) throws IOException {
    List<DashboardSource> sources = DashboardSource.in(read(file));
    if (sources.isEmpty()) {
      throw new InputException(file + " is a template without an AWS::CloudWatch::Dashboard");
    }
    int found = 0;
    for (DashboardSource source : sources) {
      for (Finding finding : DashboardLint.check(source.body(), published)) {
        String resource = source.name().isEmpty() ? "" : " " + source.name();
        spec.commandLine().getOut().println(file + resource + ": " + finding);
        found++;
      }
    }
    return found;
  }

  private static String read(Path file) throws IOException {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new InputException(file + ": there is no such file");
    } catch (MalformedInputException e) {
      throw new InputException(file + " is not text in UTF-8");
    }
  }
}
