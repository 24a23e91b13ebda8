package dev.redline.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.redline.cluster.RecordedEnds.End;
import dev.redline.sandbox.process.Folders;
import dev.redline.sandbox.spark.PySparkExtension;
import dev.redline.sandbox.spark.SparkDistribution;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Records {@code sample-data/event-logs} and measures the stop table: every scenario on both
 * Sparks, without the guard and with it. Takes 15 minutes on two cores, so no build runs it:
 *
 * <pre>{@code
 * mvn verify -Dit.test=RecordRuns -Dtest=StopTableTest -Dredline.update=true \
 *     -Dfailsafe.failIfNoSpecifiedTests=false -Dsurefire.failIfNoSpecifiedTests=false
 * }</pre>
 *
 * <p>{@code -Dredline.scenarios=stage-churn,scale-in} records only those anew.
 */
@ExtendWith(PySparkExtension.class)
class RecordRuns {
  private static final Path LOGS = Clusters.ROOT.resolve("sample-data/event-logs");

  @TempDir Path folder;

  @Test
  void recordsEveryScenario() throws Exception {
    Files.createDirectories(LOGS);
    try (Clusters clusters = new Clusters(folder)) {
      for (Scenario scenario : Scenario.values()) {
        for (SparkDistribution spark : SparkDistribution.values()) {
          if (isWanted(scenario)) {
            RecordedEnds.replace(record(clusters, scenario, spark));
          }
        }
      }
    }
  }

  private static boolean isWanted(Scenario scenario) {
    String wanted = System.getProperty("redline.scenarios", "");
    return wanted.isEmpty() || List.of(wanted.split(",")).contains(scenario.slug());
  }

  private RecordedEnds record(Clusters clusters, Scenario scenario, SparkDistribution spark)
      throws Exception {
    String name = scenario.slug() + "-spark-" + spark.version();
    ClusterRun stock = clusters.stock(scenario, spark, folder.resolve(name));
    ClusterRun guarded = clusters.guarded(scenario, spark, folder.resolve(name + "-guarded"));
    assertThat(stock.run().exitCode())
        .as(name + "\n" + stock.run().stderr())
        .isEqualTo(scenario.stockExitCode());
    save(stock, LOGS.resolve(name + ".gz"));
    boolean stopped = guarded.verdict().path("stopped").asBoolean();
    RecordedEnds ends =
        new RecordedEnds(
            name + ".gz",
            scenario.slug(),
            spark.version(),
            End.of(stock),
            stopped ? guarded.verdict().path("policy").asText() : RecordedEnds.NONE,
            stopped ? guarded.verdict().path("cause").asText() : RecordedEnds.NONE,
            End.of(guarded));
    System.out.println("recorded " + ends);
    return ends;
  }

  private void save(ClusterRun run, Path log) throws IOException {
    EventLogScrub scrub =
        new EventLogScrub(
            Map.of(
                run.folder().toString(), "/run",
                folder.toString(), "/runs",
                Folders.cache().toString(), "/cache"));
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(log))) {
      for (String line : scrub.scrub(Files.readAllLines(run.eventLog()))) {
        out.write((line + "\n").getBytes(UTF_8));
      }
    }
  }
}
