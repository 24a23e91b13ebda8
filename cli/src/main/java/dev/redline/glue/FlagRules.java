package dev.redline.glue;

import static dev.redline.glue.Rule.error;
import static dev.redline.glue.Rule.hint;
import static dev.redline.glue.Rule.warning;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Rules on Glue's own arguments
 * (https://docs.aws.amazon.com/glue/latest/dg/aws-glue-programming-etl-glue-arguments.html).
 */
final class FlagRules {
  private static final String BUCKET = "spark.shuffle.glue.s3ShuffleBucket";
  private static final Pattern SECRET =
      Pattern.compile(
          "password|passwd|secret[-_.]?(access[-_.]?)?key|\\btoken", Pattern.CASE_INSENSITIVE);

  static final List<Rule> RULES =
      List.of(
          error(
              "argument-name",
              "Glue reads only arguments that begin with --",
              job ->
                  first(
                          job.arguments().keySet().stream()
                              .filter(key -> !key.startsWith("--"))
                              .toList())
                      .map(key -> "argument '" + key + "' does not begin with --")),
          warning(
              "metrics-flag-value",
              "remove --enable-metrics to switch them off, or write true",
              job -> offValue(job, "--enable-metrics")),
          warning(
              "s3-shuffle-flag-value",
              "remove --write-shuffle-files-to-s3 to keep shuffle on the workers, or write true",
              job -> offValue(job, "--write-shuffle-files-to-s3")),
          warning(
              "s3-shuffle-bucket",
              "set "
                  + BUCKET
                  + "=s3://BUCKET/PREFIX/ in --conf, with a lifecycle rule on it: Glue does"
                  + " not remove shuffle files",
              job ->
                  job.argument("--write-shuffle-files-to-s3").isPresent()
                          && job.spark().value(BUCKET).isEmpty()
                      ? Optional.of(
                          "--write-shuffle-files-to-s3 writes into the temporary directory's"
                              + " bucket")
                      : Optional.empty()),
          warning(
              "s3-shuffle-flag-missing",
              "add --write-shuffle-files-to-s3: true, without which the bucket is not used",
              job ->
                  job.argument("--write-shuffle-files-to-s3").isEmpty()
                      ? job.spark().value(BUCKET).map(bucket -> BUCKET + " is set")
                      : Optional.empty()),
          warning(
              "shuffle-spills-flag",
              "remove it",
              job ->
                  job.argument("--write-shuffle-spills-to-s3")
                      .map(value -> "--write-shuffle-spills-to-s3 exists in Glue 2.0 only")),
          warning(
              "observability-metrics",
              "add --enable-observability-metrics: true; out-of-memory errors, skew and worker"
                  + " utilization are then metrics of Glue's own",
              job ->
                  job.argument("--enable-observability-metrics")
                          .map(FlagRules::isTrue)
                          .orElse(false)
                      ? Optional.empty()
                      : Optional.of(
                          "--enable-observability-metrics is "
                              + job.argument("--enable-observability-metrics").orElse("not set"))),
          warning(
              "user-jars-first",
              "remove it: the agent's jar carries its libraries under names of its own, and the"
                  + " option replaces Glue's libraries for everything",
              job ->
                  job.argument("--user-jars-first")
                      .filter(FlagRules::isTrue)
                      .map(value -> "--user-jars-first is " + value)),
          hint(
              "auto-scaling",
              "add --enable-auto-scaling: true; idle workers are then given back, and"
                  + " NumberOfWorkers is the most there may be",
              job ->
                  job.argument("--enable-auto-scaling").map(FlagRules::isTrue).orElse(false)
                      ? Optional.empty()
                      : Optional.of("--enable-auto-scaling is not true")),
          error(
              "scala-class",
              "add --class with the script's object",
              job ->
                  job.argument("--job-language").filter("scala"::equalsIgnoreCase).isPresent()
                          && job.argument("--class").isEmpty()
                      ? Optional.of("--job-language is scala and --class is missing")
                      : Optional.empty()),
          error(
              "secret-in-arguments",
              "keep it in Secrets Manager and pass its name: whoever may read the job reads its"
                  + " arguments",
              FlagRules::secret));

  private FlagRules() {}

  static boolean isTrue(String value) {
    return value.strip().equalsIgnoreCase("true");
  }

  static Optional<String> first(List<String> found) {
    return found.stream().findFirst();
  }

  /** On whatever the value is; a value that says off misleads. */
  private static Optional<String> offValue(GlueJob job, String flag) {
    return job.argument(flag)
        .map(value -> value.strip().toLowerCase(Locale.ROOT))
        .filter(value -> List.of("false", "0", "no", "off").contains(value))
        .map(value -> flag + " is " + value + ", and Glue takes any value for on");
  }

  /** Names the argument, never the value. */
  private static Optional<String> secret(GlueJob job) {
    return first(
        job.arguments().entrySet().stream()
            .filter(
                argument ->
                    SECRET.matcher(argument.getKey()).find()
                            && !argument.getValue().startsWith("arn:")
                            && !argument.getValue().contains(GlueJob.UNKNOWN)
                        || argument.getValue().toLowerCase(Locale.ROOT).contains("password="))
            .map(argument -> "argument " + argument.getKey() + " seems to hold a secret")
            .toList());
  }
}
