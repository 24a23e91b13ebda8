package dev.redline.cli;

import dev.redline.glue.Finding;
import dev.redline.glue.GlueJob;
import dev.redline.glue.GlueJobs;
import dev.redline.glue.GlueLint;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "glue-lint",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Finds arguments of AWS Glue jobs that do not do what they seem to.%n",
      "Takes JSON or YAML: a map of job arguments, the answer of aws glue get-job, or a CloudFormation"
          + " template with an AWS::Glue::Job. Prints a line for each finding: severity, rule,"
          + " problem, remedy. Rules: docs/glue.md."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      Redline.OK + ":nothing at or above --fail-on was found",
      Redline.FAILED + ":something was; each finding is a line on stdout",
      Redline.USAGE + ":wrong usage, or a file that cannot be read or holds no job"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  aws glue get-job --job-name my-job | redline glue-lint -",
      "  redline glue-lint etl-job/deploy/glue-job.template.json"
    })
final class GlueLintCommand implements Callable<Integer> {
  private static final Path STDIN = Path.of("-");

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "FILE", arity = "1..*", description = "JSON or YAML files; - is stdin.")
  private List<Path> files = List.of();

  @Option(
      names = "--fail-on",
      paramLabel = "ERROR|WARNING|HINT",
      defaultValue = "WARNING",
      description = "The least severity that makes the command fail (default: ${DEFAULT-VALUE}).")
  private Finding.Severity failOn = Finding.Severity.WARNING;

  @Override
  public Integer call() throws IOException {
    boolean isFine = true;
    for (Path file : files) {
      for (GlueJob job : jobs(file)) {
        for (Finding finding : GlueLint.check(job)) {
          String name = job.name().isEmpty() ? "" : " " + job.name();
          spec.commandLine().getOut().println(file + name + ": " + finding);
          isFine &= finding.severity().compareTo(failOn) > 0;
        }
      }
    }
    return isFine ? Redline.OK : Redline.FAILED;
  }

  private static List<GlueJob> jobs(Path file) throws IOException {
    try {
      String text =
          file.equals(STDIN)
              ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8)
              : Files.readString(file);
      return GlueJobs.in(text);
    } catch (NoSuchFileException e) {
      throw new InputException(file + " does not exist: name a JSON or YAML file, or - for stdin");
    } catch (MalformedInputException e) {
      throw new InputException(file + " is no text in UTF-8: name a JSON or YAML file");
    } catch (IllegalArgumentException e) {
      throw new InputException(file + " " + e.getMessage());
    }
  }
}
