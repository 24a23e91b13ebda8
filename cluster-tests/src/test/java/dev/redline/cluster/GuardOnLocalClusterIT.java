package dev.redline.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.redline.sandbox.spark.SparkDistribution;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The built agent, attached as a user attaches it, to real executors of both Sparks. */
class GuardOnLocalClusterIT {
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
  void leavesAHealthyRunAsItIs(SparkDistribution spark) throws Exception {
    ClusterRun stock = clusters.stock(Scenario.HEALTHY, spark, folder.resolve("stock"));
    ClusterRun guarded = clusters.guarded(Scenario.HEALTHY, spark, folder.resolve("guarded"));
    Endings.assertUntouched(guarded, Scenario.HEALTHY);
    assertThat(stock.run().exitCode()).as(stock.run().stderr()).isZero();
    assertThat(guarded.result()).isEqualTo(stock.result()).isEqualTo("1999999000000");
    assertThat(guarded.run().stderr()).doesNotContain("REDLINE", "Redline failed");
    assertThat(guarded.verdict().path("verdict").asText()).isEqualTo("HEALTHY");
    assertThat(guarded.record().path("complete").asBoolean()).isTrue();
    assertThat(guarded.record().at("/totals/executorsAdded").asInt()).isEqualTo(2);
    assertThat(guarded.record().at("/totals/shuffleWriteBytes").asLong()).isPositive();
  }

  @ParameterizedTest
  @EnumSource(SparkDistribution.class)
  void endsARunWhoseExecutorsRunOutOfHeap(SparkDistribution spark) throws Exception {
    ClusterRun run = clusters.guarded(Scenario.HEAP_EXHAUSTION, spark, folder);
    Endings.assertStopped(run, Scenario.HEAP_EXHAUSTION, spark);
    assertThat(run.verdict().path("retry").asText()).isEqualTo("YES_WITH_MORE_MEMORY");
    assertThat(run.verdict().path("advice").toString()).contains("spark.executor.memory=");
  }

  @ParameterizedTest
  @EnumSource(SparkDistribution.class)
  void endsARunWhoseExecutorsAreKilledAgainAndAgain(SparkDistribution spark) throws Exception {
    ClusterRun run = clusters.guarded(Scenario.REPEATED_SIGKILL, spark, folder);
    Endings.assertStopped(run, Scenario.REPEATED_SIGKILL, spark);
  }

  @ParameterizedTest
  @EnumSource(SparkDistribution.class)
  void letsARunRecoverFromOneKill(SparkDistribution spark) throws Exception {
    ClusterRun run = clusters.guarded(Scenario.ONE_SIGKILL, spark, folder);
    Endings.assertUntouched(run, Scenario.ONE_SIGKILL);
    assertThat(run.result()).isEqualTo("3");
    assertThat(run.record().at("/totals/countedLosses").asInt()).isEqualTo(1);
    assertThat(run.record().at("/losses/0/cause").asText()).isEqualTo("KILLED");
  }

  @ParameterizedTest
  @EnumSource(SparkDistribution.class)
  void endsARunWhoseShuffleFilesKeepDying(SparkDistribution spark) throws Exception {
    ClusterRun run = clusters.guarded(Scenario.STAGE_CHURN, spark, folder);
    Endings.assertStopped(run, Scenario.STAGE_CHURN, spark);
  }

  @ParameterizedTest
  @EnumSource(SparkDistribution.class)
  void countsNoExecutorThatDynamicAllocationTook(SparkDistribution spark) throws Exception {
    ClusterRun run = clusters.guarded(Scenario.SCALE_IN, spark, folder);
    Endings.assertUntouched(run, Scenario.SCALE_IN);
    assertThat(run.result()).isEqualTo("3");
    assertThat(run.verdict().path("verdict").asText()).isEqualTo("HEALTHY");
    assertThat(run.record().at("/totals/countedLosses").asInt()).isZero();
    assertThat(run.record().path("losses"))
        .isNotEmpty()
        .extracting(loss -> loss.path("cause").asText())
        .containsOnly("SCALED_IN");
  }

  @ParameterizedTest
  @EnumSource(SparkDistribution.class)
  void takesNoExceptionOfTheUserForADeath(SparkDistribution spark) throws Exception {
    ClusterRun run = clusters.guarded(Scenario.USER_EXCEPTION, spark, folder);
    Endings.assertUntouched(run, Scenario.USER_EXCEPTION);
    assertThat(run.run().stderr()).contains("ArithmeticException");
    JsonNode totals = run.record().path("totals");
    assertThat(totals.path("failedJobs").asInt()).isEqualTo(1);
    assertThat(totals.path("losses").asInt()).isZero();
  }
}
