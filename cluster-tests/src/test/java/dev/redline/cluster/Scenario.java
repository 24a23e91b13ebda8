package dev.redline.cluster;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What happens to a run's executors, two of 512 MiB and one core. */
enum Scenario {
  /** Nothing. */
  HEALTHY("SumJob RESULT", null, 0),
  /** A task needs more heap than an executor has. */
  HEAP_EXHAUSTION("HeapHogJob", new Stop("poison-task", "HEAP_OOM"), 1),
  /** Every task's executor is killed half a second after the task began. */
  REPEATED_SIGKILL("KillJob MARKS 1000 RESULT", new Stop("death-rate", "KILLED"), 1),
  /** One executor is killed, once. */
  ONE_SIGKILL("KillJob MARKS 1 RESULT", null, 0),
  /** Executors with shuffle files are killed while others read them. */
  STAGE_CHURN("ChurnJob MARKS", new Stop("stage-churn", "KILLED"), 1),
  /** On YARN, a task needs more memory outside the heap than a container has. */
  CONTAINER_MEMORY("NativeHogJob", new Stop("poison-task", "CONTAINER_OOM"), 1),
  /**
   * On YARN, a task needs more heap than an executor has; the executor ends with Spark's exit code
   * for that and not with SIGTERM, to which YARN's would be set.
   */
  HEAP_ON_YARN("HeapHogJob", new Stop("poison-task", "HEAP_OOM"), 1),
  /** Dynamic allocation takes idle executors. */
  SCALE_IN("ScaleInJob MARKS RESULT", null, 0),
  /** A task throws an exception whenever it is tried. */
  USER_EXCEPTION("ThrowingJob", null, 1);

  /**
   * How the guard ends it.
   *
   * @param policy the rule that stops it
   * @param cause why its executors died
   */
  record Stop(String policy, String cause) {}

  private final String application;
  private final @Nullable Stop stop;
  private final int stockExitCode;

  Scenario(String application, @Nullable Stop stop, int stockExitCode) {
    this.application = application;
    this.stop = stop;
    this.stockExitCode = stockExitCode;
  }

  /** How the guard ends it; empty where it must not touch it. */
  Optional<Stop> stop() {
    return Optional.ofNullable(stop);
  }

  /** Spark's own exit code. */
  int stockExitCode() {
    return stockExitCode;
  }

  /** Whether its executors are containers of YARN, which kills for memory; others are processes. */
  boolean needsYarn() {
    return this == CONTAINER_MEMORY || this == HEAP_ON_YARN;
  }

  String mainClass() {
    return "dev.redline.listener.app." + application.split(" ")[0];
  }

  /**
   * The application's arguments.
   *
   * @param marks a folder for what its tasks tell each other
   * @param result the file for its result
   */
  List<String> arguments(Path marks, Path result) {
    return Arrays.stream(application.split(" "))
        .skip(1)
        .map(word -> word.equals("MARKS") ? marks.toString() : word)
        .map(word -> word.equals("RESULT") ? result.toString() : word)
        .toList();
  }

  /** Settings that make it happen. */
  Map<String, String> settings() {
    return switch (this) {
      case STAGE_CHURN ->
          Map.of(
              "spark.reducer.maxReqsInFlight", "1",
              "spark.reducer.maxBlocksInFlightPerAddress", "1",
              "spark.shuffle.readHostLocalDisk", "false",
              "spark.shuffle.io.maxRetries", "1",
              "spark.shuffle.io.retryWait", "100ms");
      case CONTAINER_MEMORY ->
          Map.of("spark.executor.extraJavaOptions", "-XX:MaxDirectMemorySize=2g");
      case HEAP_ON_YARN -> Map.of("spark.executor.extraJavaOptions", "-XX:OnOutOfMemoryError=true");
      case SCALE_IN ->
          Map.of(
              "spark.dynamicAllocation.enabled", "true",
              "spark.dynamicAllocation.shuffleTracking.enabled", "true",
              "spark.dynamicAllocation.initialExecutors", "2",
              "spark.dynamicAllocation.maxExecutors", "2",
              "spark.dynamicAllocation.executorIdleTimeout", "1s");
      default -> Map.of();
    };
  }

  /** Its name in file names: heap-exhaustion. */
  String slug() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
