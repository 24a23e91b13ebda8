package dev.redline.etl;

import java.util.ArrayList;
import java.util.List;

/**
 * The job on AWS Glue. Glue's arguments are a map, so a placeholder has an argument of its own:
 * {@code --redline-spec FILE}, {@code --redline-param-NAME VALUE}, {@code --redline-result FILE}.
 * Glue's own arguments, which it passes along, are left alone.
 */
public final class GlueMain {
  private static final String SPEC = "--redline-spec";
  private static final String RESULT = "--redline-result";
  private static final String PARAM = "--redline-param-";

  private GlueMain() {}

  /**
   * Runs the job. Whatever is wrong leaves as an exception, which Glue shows as the run's error;
   * Glue takes an exit code for a crash.
   */
  public static void main(String[] sysArgs) throws Exception {
    System.out.println(EtlJob.run(words(List.of(sysArgs)), System.getenv()).summary());
  }

  /** The job's command line from Glue's. */
  static List<String> words(List<String> glue) {
    List<String> words = new ArrayList<>();
    for (int i = 0; i + 1 < glue.size(); i++) {
      String name = glue.get(i);
      String value = glue.get(i + 1);
      if (name.equals(SPEC)) {
        words.addAll(List.of("--spec", value));
      } else if (name.equals(RESULT)) {
        words.addAll(List.of("--result", value));
      } else if (name.startsWith(PARAM)) {
        words.addAll(List.of("--param", name.substring(PARAM.length()) + "=" + value));
      } else {
        continue;
      }
      i++;
    }
    if (!words.contains("--spec")) {
      throw new InputError(
          SPEC
              + " is missing: add the job argument "
              + SPEC
              + " with the name of the spec file, and the file's address on S3 to --extra-files");
    }
    return words;
  }
}
