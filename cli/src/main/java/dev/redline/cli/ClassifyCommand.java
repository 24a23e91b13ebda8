package dev.redline.cli;

import dev.redline.listener.loss.Classification;
import dev.redline.listener.loss.LossClassifier;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "classify",
    mixinStandardHelpOptions = true,
    description = {
      "Names the cause of executor losses.%n",
      "Reads one reason a line from stdin, as Spark words it, line breaks inside it written as"
          + " \\n. Prints a line for each: cause, whether it counts against the run, and the id"
          + " of the rule that said so, separated by tabs."
    })
final class ClassifyCommand implements Callable<Integer> {
  private static final int MAX_KEPT = 64 * 1024;
  private static final int LOOK_EVERY_LINES = 1024;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    // Input is whatever was logged: bytes that are no UTF-8 must not end the reading.
    BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                System.in,
                StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPLACE)
                    .onUnmappableCharacter(CodingErrorAction.REPLACE)));
    long told = 0;
    for (String line = nextLine(lines); line != null; line = nextLine(lines)) {
      Classification found = LossClassifier.classify(line.replace("\\n", "\n"));
      out.print(found.cause() + "\t" + found.cause().isCounted() + "\t" + found.ruleId() + "\n");
      // Who writes a line and waits for its answer gets it; where nobody reads on, that is all.
      told++;
      if ((told % LOOK_EVERY_LINES == 0 || !lines.ready()) && out.checkError()) {
        return Redline.OK;
      }
    }
    out.flush();
    return Redline.OK;
  }

  /**
   * A line ends with a line feed and nothing else: a carriage return inside a reason must not make
   * two lines of it. The rest of a line beyond what the classifier looks at is not kept.
   */
  private static @Nullable String nextLine(BufferedReader in) throws IOException {
    StringBuilder line = new StringBuilder();
    int next = in.read();
    if (next < 0) {
      return null;
    }
    while (next >= 0 && next != '\n') {
      if (line.length() < MAX_KEPT) {
        line.append((char) next);
      }
      next = in.read();
    }
    return line.toString();
  }
}
