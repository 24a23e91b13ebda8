package dev.redline.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.redline.catalog.GeneratedFile;
import dev.redline.sandbox.spark.SparkDistribution;
import org.junit.jupiter.api.Test;

class StopTableTest {

  @Test
  void committedPageIsFresh() throws Exception {
    GeneratedFile.assertFresh("docs/stop-table.md", StopTable.page(RecordedEnds.all()));
  }

  @Test
  void everyScenarioEndedAsItShould() throws Exception {
    for (Scenario scenario : Scenario.values()) {
      for (SparkDistribution spark : SparkDistribution.values()) {
        RecordedEnds ends = RecordedEnds.of(scenario, spark);
        assertThat(ends.stock().exitCode()).isEqualTo(scenario.stockExitCode());
        assertThat(ends.stopped()).as(ends.log()).isEqualTo(scenario.stop().isPresent());
        assertThat(ends.guarded().exitCode())
            .isEqualTo(ends.stopped() ? Endings.STOPPED : scenario.stockExitCode());
        scenario
            .stop()
            .ifPresent(
                stop -> {
                  assertThat(new Scenario.Stop(ends.policy(), ends.cause())).isEqualTo(stop);
                  assertThat(ends.guarded().executorsLost())
                      .isLessThan(ends.stock().executorsLost());
                });
      }
    }
  }
}
