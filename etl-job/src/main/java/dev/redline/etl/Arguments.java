package dev.redline.etl;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The command line of the job.
 *
 * @param spec the job spec file
 * @param params values of the spec's {@code ${name}} placeholders
 * @param result where the result goes as JSON, if anywhere
 */
record Arguments(Path spec, Map<String, String> params, Optional<Path> result) {
  static final String USAGE = "usage: EtlJob --spec FILE [--param NAME=VALUE]... [--result FILE]";

  static Arguments parse(List<String> words) {
    @Nullable Path spec = null;
    @Nullable Path result = null;
    Map<String, String> params = new TreeMap<>();
    Iterator<String> rest = words.iterator();
    while (rest.hasNext()) {
      String option = rest.next();
      switch (option) {
        case "--spec" -> spec = Path.of(value(option, rest));
        case "--result" -> result = Path.of(value(option, rest));
        case "--param" -> param(value(option, rest), params);
        default -> throw new InputError("unknown argument '" + option + "'; " + USAGE);
      }
    }
    if (spec == null) {
      throw new InputError("--spec is missing: name the job spec file; " + USAGE);
    }
    return new Arguments(spec, params, Optional.ofNullable(result));
  }

  private static String value(String option, Iterator<String> rest) {
    if (!rest.hasNext()) {
      throw new InputError(option + " needs a value; " + USAGE);
    }
    return rest.next();
  }

  private static void param(String pair, Map<String, String> params) {
    int equals = pair.indexOf('=');
    if (equals < 1) {
      throw new InputError("--param must be NAME=VALUE, was '" + pair + "'");
    }
    String name = pair.substring(0, equals);
    if (params.putIfAbsent(name, pair.substring(equals + 1)) != null) {
      throw new InputError("--param " + name + " is given twice; give it once");
    }
  }
}
