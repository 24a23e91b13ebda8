package dev.redline.glue;

import static dev.redline.glue.Rule.error;
import static dev.redline.glue.Rule.hint;
import static dev.redline.glue.Rule.warning;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Rules on the job's own properties; where only arguments are known, they say nothing. */
final class JobRules {
  private static final double OLDEST = 5.0;
  private static final int SMALL_GB = 32;
  private static final Set<String> FLEX = Set.of("G.1X", "G.2X");

  static final List<Rule> RULES =
      List.of(
          error(
              "glue-version",
              "set GlueVersion to 5.1 (Spark 3.5.6) or another from 5.0 on: the agent and the job"
                  + " need Java 17",
              JobRules::glueVersion),
          error(
              "max-retries",
              "set MaxRetries to 0 and let the scheduler decide by the verdict's retry answer: Glue"
                  + " repeats a doomed run as it was, a stopped one too",
              job ->
                  job.number("MaxRetries").orElse(0) > 0
                      ? Optional.of("MaxRetries is " + job.number("MaxRetries").getAsInt())
                      : Optional.empty()),
          error(
              "worker-type",
              "use one of " + Worker.ids() + " with NumberOfWorkers",
              job ->
                  job.property("WorkerType")
                      .filter(type -> Worker.of(type).isEmpty())
                      .map(type -> "WorkerType is '" + type + "', which Glue does not have")
                      .or(() -> maxCapacity(job))),
          warning(
              "worker-too-small",
              "use G.4X (16 vCPU, 64 GB) for a deduplication of more than a few GB, or R.2X for"
                  + " more memory per core",
              job ->
                  job.property("WorkerType")
                      .flatMap(Worker::of)
                      .filter(worker -> worker.memoryGb() < SMALL_GB)
                      .map(
                          worker ->
                              "WorkerType is %s: %d vCPU, %d GB"
                                  .formatted(worker.id(), worker.vcpus(), worker.memoryGb()))),
          error(
              "executor-cores",
              "set it to at most twice the worker's vCPUs, or remove it",
              JobRules::executorCores),
          error(
              "flex-worker",
              "use G.1X or G.2X, or ExecutionClass STANDARD",
              job ->
                  job.property("ExecutionClass").filter("FLEX"::equals).isPresent()
                      ? job.property("WorkerType")
                          .filter(type -> !FLEX.contains(type))
                          .map(type -> "ExecutionClass is FLEX with WorkerType " + type)
                      : Optional.empty()),
          warning(
              "too-few-workers",
              "set NumberOfWorkers to 3 or more: one of them is the driver",
              job ->
                  job.number("NumberOfWorkers").orElse(Integer.MAX_VALUE) < 3
                      ? Optional.of(
                          "NumberOfWorkers is " + job.number("NumberOfWorkers").getAsInt())
                      : Optional.empty()),
          hint(
              "timeout",
              "set Timeout, in minutes, to a few times what a run takes: Glue's own is 8 hours",
              job ->
                  job.isWhole() && !job.properties().containsKey("Timeout")
                      ? Optional.of("Timeout is not set")
                      : Optional.empty()));

  private JobRules() {}

  private static Optional<String> glueVersion(GlueJob job) {
    Optional<String> version = job.property("GlueVersion");
    if (job.isWhole() && !job.properties().containsKey("GlueVersion")) {
      return Optional.of("GlueVersion is not set");
    }
    return version
        .filter(text -> !text.matches("\\d+\\.\\d+") || Double.parseDouble(text) < OLDEST)
        .map(text -> "GlueVersion is " + text);
  }

  private static Optional<String> maxCapacity(GlueJob job) {
    return job.property("WorkerType").isEmpty()
        ? job.property("MaxCapacity")
            .map(dpu -> "MaxCapacity is " + dpu + " and WorkerType not set")
        : Optional.empty();
  }

  private static Optional<String> executorCores(GlueJob job) {
    Optional<Integer> cores =
        job.argument("--executor-cores")
            .filter(text -> text.matches("\\d{1,4}"))
            .map(Integer::valueOf);
    Optional<Worker> worker = job.property("WorkerType").flatMap(Worker::of);
    return cores.isPresent() && worker.isPresent() && cores.get() > 2 * worker.get().vcpus()
        ? Optional.of(
            "--executor-cores is %d, more than twice the %d vCPU of %s"
                .formatted(cores.get(), worker.get().vcpus(), worker.get().id()))
        : Optional.empty();
  }
}
