package dev.redline.cluster;

import dev.redline.sandbox.spark.ApplicationJar;
import dev.redline.sandbox.spark.SparkDistribution;
import dev.redline.sandbox.spark.SparkRun;
import dev.redline.sandbox.spark.SparkSubmit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Records {@code src/test/resources/heartbeats}: the heartbeats of an executor of 1 GiB heap and
 * 384 MiB beyond it, Spark 3.5.6, one core, G1, a heartbeat a second, in a healthy dedupe and in a
 * run whose task keeps a MiB every 90 ms until it dies. Takes five minutes, so no build runs it:
 *
 * <pre>{@code
 * mvn verify -pl listener -am -Dit.test=RecordHeartbeats -Dtest=NONE \
 *     -Dfailsafe.failIfNoSpecifiedTests=false -Dsurefire.failIfNoSpecifiedTests=false
 * }</pre>
 */
class RecordHeartbeats {
  private static final Path RECORDINGS =
      Clusters.ROOT.resolve("listener/src/test/resources/heartbeats");
  private static final int HEAP_MIB = 1024;

  @TempDir Path folder;

  @Test
  void recordsAHealthyAndADyingRun() throws Exception {
    Files.createDirectories(RECORDINGS);
    record("dedupe", "healthy.csv", folder);
    record("keep", "dying.csv", folder);
  }

  static void record(String what, String name, Path folder)
      throws IOException, InterruptedException {
    Path applications =
        ApplicationJar.of(
            Clusters.ROOT.resolve("listener/target/test-classes"),
            "dev.redline.listener.app",
            folder.resolve("applications.jar"));
    Path recording = folder.resolve(name);
    SparkSubmit submission =
        new SparkSubmit(
                SparkDistribution.SPARK_3_5, Clusters.ROOT, folder.resolve(what), 1, HEAP_MIB)
            .conf("spark.extraListeners", "dev.redline.listener.app.HeartbeatLog")
            .conf("spark.heartbeats.path", recording.toString())
            .conf("spark.jars", applications.toString())
            .conf("spark.executor.heartbeatInterval", "1s")
            // The JVM's own choice on a larger machine, and so what production runs.
            .conf("spark.executor.defaultJavaOptions", "-XX:+UseG1GC -XX:TieredStopAtLevel=1")
            .conf("spark.executor.processTreeMetrics.enabled", "true")
            .conf("spark.sql.shuffle.partitions", "2")
            .conf("spark.task.maxFailures", "1")
            .application(applications, "dev.redline.listener.app.MemoryJob", List.of(what));
    SparkRun run = SparkRun.of(submission, Duration.ofMinutes(10));
    System.out.println(name + ": exit code " + run.exitCode());
    List<String> lines = Files.readAllLines(recording);
    Files.write(RECORDINGS.resolve(name), lines);
  }
}
