package dev.redline.etl;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Something that is wrong with a job spec.
 *
 * @param line where, from 1; {@link #NO_LINE} for what is not in the file
 */
record SpecProblem(int line, String text) {
  static final int NO_LINE = Integer.MAX_VALUE;

  /** One message for all, in the order of the file. */
  static InputError error(Path spec, List<SpecProblem> problems) {
    return new InputError(
        "job spec "
            + spec
            + " has "
            + problems.size()
            + " problem(s):\n  "
            + problems.stream()
                .sorted(Comparator.comparingInt(SpecProblem::line))
                .map(SpecProblem::shown)
                .collect(Collectors.joining("\n  ")));
  }

  private String shown() {
    return line == NO_LINE ? text : "line " + line + ": " + text;
  }
}
