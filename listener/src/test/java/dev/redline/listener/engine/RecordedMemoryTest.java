package dev.redline.listener.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.redline.catalog.Settings;
import dev.redline.listener.policy.Verdict;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Memory pressure on heartbeats of real executors: it tells a healthy dedupe from a run that is
 * about to die, where heap in use does not. Prints the table of docs/decisions/0013.
 */
class RecordedMemoryTest {

  private static Optional<Verdict> warning(
      RecordedHeartbeats run, double limit, int heartbeats, int sustained) {
    Engine engine =
        new Engine(
            Settings.from(
                Map.of(
                    "spark.redline.memory.limit", "" + limit,
                    "spark.redline.memory.heartbeats", "" + heartbeats,
                    "spark.redline.memory.sustained", "" + sustained)),
            RecordedHeartbeats.SIZE,
            1,
            signal -> {});
    run.signals().forEach(engine::accept);
    return engine.warnings().stream()
        .filter(warning -> warning.policy().equals("memory-pressure"))
        .findFirst();
  }

  @Test
  void tellsAHealthyRunFromADyingOneWhereHeapInUseDoesNot() throws Exception {
    RecordedHeartbeats healthy = RecordedHeartbeats.of("healthy.csv");
    RecordedHeartbeats dying = RecordedHeartbeats.of("dying.csv");
    assertThat(healthy.rawHeapAbove(0.8)).as("heartbeats of the healthy run").isPositive();
    assertThat(dying.rawHeapAbove(0.8)).as("heartbeats of the dying run").isPositive();
    assertThat(warning(healthy, 0.8, 6, 3)).isEmpty();
    assertThat(warning(dying, 0.8, 6, 3))
        .hasValueSatisfying(
            warning -> {
              assertThat(warning.summary()).contains("live heap");
              assertThat(warning.atMs()).isLessThan(dying.lastAtMs());
            });
  }

  @Test
  void atSeveralLimits() throws IOException {
    RecordedHeartbeats healthy = RecordedHeartbeats.of("healthy.csv");
    RecordedHeartbeats dying = RecordedHeartbeats.of("dying.csv");
    System.out.printf(
        "%nheap in use above 80 %%: healthy run %d of %d heartbeats, dying run %d of %d%n%n"
            + "| limit | heartbeats | sustained | healthy run | dying run |%n"
            + "| --- | --- | --- | --- | --- |%n",
        healthy.rawHeapAbove(0.8),
        healthy.measured().size(),
        dying.rawHeapAbove(0.8),
        dying.measured().size());
    for (double limit : List.of(0.6, 0.7, 0.8, 0.9)) {
      for (int heartbeats : List.of(1, 3, 6, 12)) {
        for (int sustained : heartbeats == 6 ? List.of(1, 3, 6) : List.of(3)) {
          System.out.printf(
              "| %.1f | %d | %d | %s | %s |%n",
              limit,
              heartbeats,
              sustained,
              warning(healthy, limit, heartbeats, sustained).isPresent() ? "warned" : "-",
              warning(dying, limit, heartbeats, sustained)
                  .map(w -> (dying.lastAtMs() - w.atMs()) / 1000 + " s before its last heartbeat")
                  .orElse("not warned"));
        }
      }
    }
    assertThat(warning(dying, 0.8, 6, 3)).isPresent();
  }
}
