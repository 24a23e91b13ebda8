package dev.redline.sandbox.localstack;

import dev.redline.sandbox.process.Command;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * AWS's linter of CloudFormation templates, which comes with LocalStack's Python environment. It
 * knows resource types and their properties; it does not look inside dashboard bodies.
 */
public final class CfnLint {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final String MAIN = "import sys, cfnlint.runner; sys.exit(cfnlint.runner.main())";

  private CfnLint() {}

  /**
   * What is wrong with templates, as the linter words it, with the file of each finding; empty when
   * nothing is.
   *
   * @throws LocalStackUnavailable if this machine cannot have the environment
   */
  public static String findings(Path... templates)
      throws LocalStackUnavailable, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(LocalStackPython.interpreter().toString());
    command.addAll(List.of("-c", MAIN, "--format", "parseable"));
    Stream.of(templates).map(Path::toString).forEach(command::add);
    Command lint = Command.run(LIMIT, command);
    if (lint.succeeded()) {
      return "";
    }
    return lint.output().isBlank() ? lint.lastLine() : lint.output();
  }
}
