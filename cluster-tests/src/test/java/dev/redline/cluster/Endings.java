package dev.redline.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.redline.sandbox.spark.SparkDistribution;
import java.io.IOException;

/** How runs under the guard must end. */
final class Endings {
  static final int STOPPED = 86;

  private Endings() {}

  /** Stopped by the right rule for the right cause, after fewer deaths than Spark allowed. */
  static void assertStopped(ClusterRun run, Scenario scenario, SparkDistribution spark)
      throws IOException {
    Scenario.Stop stop = scenario.stop().orElseThrow();
    assertThat(run.run().exitCode()).as(run.run().stderr()).isEqualTo(STOPPED);
    assertThat(run.run().stderr().lines().filter(line -> line.startsWith("REDLINE STOP:")))
        .singleElement()
        .asString()
        .contains("policy=" + stop.policy(), "cause=" + stop.cause(), "exit=" + STOPPED);
    JsonNode verdict = run.verdict();
    assertThat(verdict.path("verdict").asText()).isEqualTo("STOP");
    assertThat(verdict.path("stopped").asBoolean()).isTrue();
    assertThat(verdict.path("exitCode").asInt()).isEqualTo(STOPPED);
    assertThat(verdict.path("policy").asText()).isEqualTo(stop.policy());
    assertThat(verdict.path("cause").asText()).isEqualTo(stop.cause());
    assertEventLogIsClosed(run);
    assertThat(run.executorsLost())
        .as("executors lost before the end")
        .isLessThan(RecordedEnds.of(scenario, spark).executorsLost());
  }

  /** Spark's own exit code, no word about a stop. */
  static void assertUntouched(ClusterRun run, Scenario scenario) throws IOException {
    assertThat(run.run().exitCode()).as(run.run().stderr()).isEqualTo(scenario.stockExitCode());
    assertThat(run.run().stderr()).doesNotContain("REDLINE STOP");
    assertThat(run.verdict().path("verdict").asText()).isNotEqualTo("STOP");
    assertThat(run.verdict().path("stopped").asBoolean()).isFalse();
    assertEventLogIsClosed(run);
  }

  private static void assertEventLogIsClosed(ClusterRun run) throws IOException {
    assertThat(run.eventLog().toString()).doesNotEndWith(".inprogress");
  }
}
