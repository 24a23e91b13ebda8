package dev.redline.cluster;

import dev.redline.sandbox.spark.ApplicationJar;
import dev.redline.sandbox.spark.PySpark;
import dev.redline.sandbox.spark.SparkDistribution;
import dev.redline.sandbox.spark.SparkRun;
import dev.redline.sandbox.spark.SparkSubmit;
import dev.redline.sandbox.spark.YarnCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs scenarios, with the guard and without; one YARN, started when first needed, serves all. */
final class Clusters implements AutoCloseable {
  static final Path ROOT = Path.of(System.getProperty("redline.root"));
  private static final Path AGENT = ROOT.resolve("listener/target/redline-agent.jar");
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final int EXECUTORS = 2;
  private static final int EXECUTOR_MIB = 512;
  private static final int OVERHEAD_MIB = 256;

  private final Path applications;
  private @Nullable YarnCluster yarn;

  /**
   * Packs the applications.
   *
   * @param folder an existing folder for them
   */
  Clusters(Path folder) throws IOException {
    applications =
        ApplicationJar.of(
            ROOT.resolve("listener/target/test-classes"),
            "dev.redline.listener.app",
            folder.resolve("applications.jar"));
  }

  /** Runs a scenario as a user would run it without Redline, in a new folder. */
  ClusterRun stock(Scenario scenario, SparkDistribution spark, Path folder) throws Exception {
    return run(scenario, spark, folder, Map.of());
  }

  /** Runs a scenario with the agent attached, in its default mode, in a new folder. */
  ClusterRun guarded(Scenario scenario, SparkDistribution spark, Path folder) throws Exception {
    return run(
        scenario,
        spark,
        folder,
        Map.of(
            "spark.jars", AGENT.toString(),
            "spark.extraListeners", "dev.redline.listener.RedlineListener",
            "spark.redline.verdict.path", folder.resolve("verdict.json").toString(),
            "spark.redline.record.path", folder.resolve("run.json").toString()));
  }

  private ClusterRun run(
      Scenario scenario, SparkDistribution spark, Path folder, Map<String, String> agent)
      throws Exception {
    Path events = Files.createDirectories(folder.resolve("events"));
    SparkSubmit submission =
        submission(scenario, spark, folder.resolve("spark"))
            .conf("spark.eventLog.enabled", "true")
            .conf("spark.eventLog.dir", events.toUri().toString())
            // As Spark 3.5 writes it; Spark 4 rolls and compresses.
            .conf("spark.eventLog.rolling.enabled", "false")
            .conf("spark.eventLog.compress", "false")
            .conf("spark.sql.shuffle.partitions", "4")
            // No task starts before all executors are there.
            .conf("spark.cores.max", String.valueOf(EXECUTORS))
            .conf("spark.scheduler.minRegisteredResourcesRatio", "1.0")
            .application(
                applications,
                scenario.mainClass(),
                scenario.arguments(folder.resolve("marks"), folder.resolve("result")));
    scenario.settings().forEach(submission::conf);
    agent.forEach(submission::conf);
    return new ClusterRun(SparkRun.of(submission, LIMIT), folder);
  }

  private SparkSubmit submission(Scenario scenario, SparkDistribution spark, Path home)
      throws Exception {
    if (!scenario.needsYarn()) {
      return new SparkSubmit(spark, ROOT, home, EXECUTORS, EXECUTOR_MIB);
    }
    return new SparkSubmit(PySpark.of(spark), yarn(), home, EXECUTORS, EXECUTOR_MIB, OVERHEAD_MIB);
  }

  private YarnCluster yarn() throws InterruptedException {
    if (yarn == null) {
      yarn = YarnCluster.start(ROOT);
    }
    return yarn;
  }

  @Override
  public void close() {
    if (yarn != null) {
      yarn.close();
    }
  }
}
