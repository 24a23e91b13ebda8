package dev.redline.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "agent-jar",
    mixinStandardHelpOptions = true,
    description = "Prints the path of the agent's jar, for --jars or --extra-jars.")
final class AgentJarCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    Path root = Path.of(System.getProperty("redline.root", ".")).toAbsolutePath().normalize();
    Path jar = root.resolve("listener/target/redline-agent.jar");
    if (!Files.isReadable(jar)) {
      throw new InputException(
          "the agent's jar is missing at " + jar + ": build it with mvn -Pquick package");
    }
    spec.commandLine().getOut().println(jar);
    return Redline.OK;
  }
}
