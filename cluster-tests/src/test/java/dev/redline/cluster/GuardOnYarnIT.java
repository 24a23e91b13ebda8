package dev.redline.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.redline.sandbox.spark.PySparkExtension;
import dev.redline.sandbox.spark.SparkDistribution;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The built agent on a YARN that kills containers for memory. */
@ExtendWith(PySparkExtension.class)
class GuardOnYarnIT {
  @TempDir static Path shared;
  private static Clusters clusters;

  @TempDir Path folder;

  @BeforeAll
  static void pack() throws Exception {
    clusters = new Clusters(shared);
  }

  @AfterAll
  static void close() {
    clusters.close();
  }

  @ParameterizedTest
  @EnumSource(SparkDistribution.class)
  void endsARunWhoseContainersAreKilledForMemory(SparkDistribution spark) throws Exception {
    ClusterRun run = clusters.guarded(Scenario.CONTAINER_MEMORY, spark, folder);
    Endings.assertStopped(run, Scenario.CONTAINER_MEMORY, spark);
    assertThat(run.verdict().path("retry").asText()).isEqualTo("YES_WITH_MORE_MEMORY");
    assertThat(run.verdict().path("advice").toString()).contains("spark.executor.memoryOverhead=");
    assertThat(run.record().path("losses"))
        .as("each executor once, though YARN announces it twice")
        .extracting(loss -> loss.path("executorId").asText())
        .doesNotHaveDuplicates()
        .hasSizeBetween(1, 3);
  }

  @ParameterizedTest
  @EnumSource(SparkDistribution.class)
  void endsARunWhoseExecutorsRunOutOfHeapAndMaySaySo(SparkDistribution spark) throws Exception {
    ClusterRun run = clusters.guarded(Scenario.HEAP_ON_YARN, spark, folder);
    Endings.assertStopped(run, Scenario.HEAP_ON_YARN, spark);
    assertThat(run.verdict().path("advice").toString()).contains("spark.executor.memory=");
  }
}
