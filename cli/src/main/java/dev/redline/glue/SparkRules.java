package dev.redline.glue;

import static dev.redline.glue.Rule.error;
import static dev.redline.glue.Rule.hint;
import static dev.redline.glue.Rule.warning;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Rules on the Spark settings inside {@code --conf}. */
final class SparkRules {
  private static final String LISTENERS = "spark.extraListeners";
  private static final String PLUGINS = "spark.plugins";
  private static final String LISTENER = "dev.redline.listener.RedlineListener";
  private static final String PLUGIN = "dev.redline.listener.RedlinePlugin";

  static final List<Rule> RULES =
      List.of(
          error(
              "conf-syntax",
              "write key=value --conf key=value --conf key=value, all in one --conf",
              job ->
                  job.spark().problems().isEmpty()
                      ? Optional.empty()
                      : Optional.of("--conf " + String.join(", ", job.spark().problems()))),
          error(
              "cloud-shuffle-plugin",
              "on Glue use --write-shuffle-files-to-s3: true and"
                  + " spark.shuffle.glue.s3ShuffleBucket=s3://BUCKET/PREFIX/",
              job ->
                  set(job, "spark.shuffle.storage.path")
                      .or(() -> set(job, "spark.shuffle.sort.io.plugin.class"))
                      .map(
                          text ->
                              text
                                  + ", which belongs to the Cloud Shuffle Storage Plugin on other"
                                  + " Sparks")),
          warning(
              "extra-listeners",
              "attach the agent with spark.plugins="
                  + PLUGIN
                  + ": Glue has listeners of its own in this setting, and whether yours replace"
                  + " them is not documented",
              job -> set(job, LISTENERS)),
          error(
              "agent-attached-twice",
              "keep spark.plugins",
              job ->
                  names(job, LISTENERS).contains(LISTENER) && names(job, PLUGINS).contains(PLUGIN)
                      ? Optional.of("the agent is in both " + LISTENERS + " and " + PLUGINS)
                      : Optional.empty()),
          error(
              "agent-jar",
              "add --extra-jars with the address of redline-agent.jar on S3",
              SparkRules::agentJar),
          hint(
              "agent-attached",
              "add spark.plugins=" + PLUGIN + " to --conf and the agent's jar to --extra-jars",
              job -> isAttached(job) ? Optional.empty() : Optional.of("the agent is not attached")),
          hint(
              "process-tree-metrics",
              "add spark.executor.processTreeMetrics.enabled=true, or the memory overhead is not"
                  + " measured",
              job ->
                  isAttached(job)
                          && job.spark()
                              .value("spark.executor.processTreeMetrics.enabled")
                              .filter(FlagRules::isTrue)
                              .isEmpty()
                      ? Optional.of("spark.executor.processTreeMetrics.enabled is not true")
                      : Optional.empty()),
          warning(
              "dynamic-allocation",
              "remove it and use --enable-auto-scaling: true; Glue is not YARN",
              job -> set(job, "spark.dynamicAllocation.")),
          warning(
              "shuffle-service",
              "remove it: Glue has no external shuffle service",
              job -> set(job, "spark.shuffle.service.")),
          warning(
              "sizes-by-conf",
              "choose the worker type instead, which decides the sizes of driver and executors",
              job ->
                  Stream.of(
                          "spark.executor.memory",
                          "spark.executor.memoryOverhead",
                          "spark.executor.cores",
                          "spark.executor.instances",
                          "spark.driver.memory",
                          "spark.driver.cores")
                      .flatMap(key -> job.spark().value(key).map(v -> key + "=" + v).stream())
                      .findFirst()
                      .map(text -> "--conf sets " + text)));

  private SparkRules() {}

  private static boolean isAttached(GlueJob job) {
    return names(job, LISTENERS).contains(LISTENER) || names(job, PLUGINS).contains(PLUGIN);
  }

  private static Optional<String> agentJar(GlueJob job) {
    if (!isAttached(job)) {
      return Optional.empty();
    }
    List<String> jars = Arrays.asList(job.argument("--extra-jars").orElse("").split(",", -1));
    if (jars.equals(List.of(""))) {
      return Optional.of("the agent is attached and --extra-jars is missing");
    }
    return FlagRules.first(
            jars.stream()
                .map(String::strip)
                .filter(jar -> !jar.startsWith("s3://") && !jar.contains(GlueJob.UNKNOWN))
                .toList())
        .map(jar -> "--extra-jars names '" + jar + "', which is no address on S3");
  }

  private static List<String> names(GlueJob job, String key) {
    return Arrays.stream(job.spark().value(key).orElse("").split(",", -1))
        .map(String::strip)
        .toList();
  }

  private static Optional<String> set(GlueJob job, String beginning) {
    return FlagRules.first(
        job.spark().values().entrySet().stream()
            .filter(entry -> entry.getKey().startsWith(beginning))
            .map(entry -> "--conf sets " + entry.getKey() + "=" + entry.getValue())
            .toList());
  }
}
