package dev.redline.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class SimulateCommandTest {
  private static final Path ROOT = Path.of(System.getProperty("redline.root"));
  private static final Instant START = Instant.parse("2026-11-24T20:00:01Z");

  @TempDir Path folder;

  private record Said(int exitCode, String out, String err) {}

  private static Said simulate(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode =
        new CommandLine(new SimulateCommand())
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(args);
    return new Said(exitCode, out.toString(), err.toString());
  }

  private Path csv(String name, String... rows) throws IOException {
    StringBuilder text = new StringBuilder("time,metric,value,cause\n");
    for (int minute = 0; minute <= 12; minute++) {
      text.append(START.plusSeconds(60L * minute)).append(",redline.guard.alive.value,1,\n");
    }
    for (String row : rows) {
      text.append(row).append('\n');
    }
    return Files.writeString(folder.resolve(name), text);
  }

  @Test
  void tellsWhoIsPagedWhenAndWhy() throws Exception {
    Path series =
        csv(
            "stopped.csv",
            START.plusSeconds(720) + ",redline.run.stops.count,1,HEAP_OOM",
            START.plusSeconds(660) + ",redline.executor.losses.counted,2,",
            START.plusSeconds(780) + ",TriggeredRules,1,");
    Said said = simulate(series.toString());
    assertThat(said.exitCode()).as(said.err()).isZero();
    assertThat(said.out())
        .contains("PAGE    somebody would have been paged once")
        .contains("2026-11-24T20:13:00Z (+0:12:59)")
        .contains("run-stopped-heap-oom: The guard stopped a doomed run, cause HEAP_OOM")
        .contains("runbook: docs/runbooks/run-stopped.md")
        .contains("TICKET  somebody would have been given a ticket once")
        .contains("executor-losses")
        .contains("run-missing needs --set RunAtLeastEveryHours=N");
  }

  @Test
  void readsJsonToo() throws Exception {
    Path json =
        Files.writeString(
            folder.resolve("series.json"),
            "[{\"time\": \"%d\", \"metric\": \"redline.run.failed\", \"value\": 1}]"
                .formatted(START.toEpochMilli()));
    assertThat(simulate(json.toString()).out()).contains("run-failed: A run failed");
  }

  @Test
  void ahealthyRunRecordTellsNobody() throws Exception {
    Said said =
        simulate(
            csv("healthy.csv", START.plusSeconds(720) + ",redline.run.completed,1,").toString());
    assertThat(said.out())
        .contains("PAGE    somebody would have been paged never")
        .contains("given a ticket never")
        .contains("Every alarm that went off:" + System.lineSeparator() + "  none");
  }

  /** Nothing of a run that is over within a step is lost, and its idle start tells nobody. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 20, 59})
  void judgesARunShorterThanAMinute(int seconds) throws Exception {
    Path log =
        Files.writeString(
            folder.resolve("short-log"),
            """
            {"Event":"SparkListenerLogStart","Spark Version":"3.5.6"}
            {"Event":"SparkListenerApplicationStart","App Name":"t","App ID":"a","Timestamp":%d}
            {"Event":"SparkListenerApplicationEnd","Timestamp":%d}
            """
                .formatted(START.toEpochMilli(), START.toEpochMilli() + 1_000L * seconds));
    Said said = simulate(log.toString(), "--glue");
    assertThat(said.exitCode()).as(said.err()).isZero();
    assertThat(said.out()).contains("paged never", "given a ticket never");
  }

  @Test
  void namesWhatIsWrongWithTheInput() throws Exception {
    Path unknown = csv("unknown.csv", START + ",redline.shufle.total,1,");
    assertThat(simulate(unknown.toString()).exitCode()).isEqualTo(2);
    assertThat(simulate(unknown.toString()).err())
        .contains("unknown.csv, line 15", "redline.shufle.total", "docs/metrics.md");
    Path header = Files.writeString(folder.resolve("header.csv"), "a,b\n");
    assertThat(simulate(header.toString()).err()).contains("time,metric,value");
    Path empty = Files.writeString(folder.resolve("empty.csv"), "time,metric,value\n");
    assertThat(simulate(empty.toString()).err()).contains("nothing to simulate");
    Path missing = folder.resolve("no.json");
    assertThat(simulate(missing.toString()).err()).contains(missing.toString());
    assertThat(simulate(folder.toString()).exitCode()).isEqualTo(2);
    assertThat(simulate(empty.toString(), "--set", "Foo=1").err())
        .contains("'Foo' is no parameter", "HoldPeriods");
    assertThat(simulate(empty.toString(), "--set", "Period=x").err()).contains("from 1 to 3600");
  }

  @Test
  void aLimitThatIsSetIsTheLimit() throws Exception {
    Path series = csv("shuffle.csv", START.plusSeconds(300) + ",redline.shuffle.total,5000,");
    assertThat(simulate(series.toString()).out()).contains("given a ticket never");
    assertThat(simulate(series.toString(), "--set", "ShuffleThreshold=4000").out())
        .contains("given a ticket once");
  }

  @Test
  void replaysAnEventLog() throws Exception {
    Path log =
        Files.writeString(
            folder.resolve("log"),
            """
            {"Event":"SparkListenerLogStart","Spark Version":"3.5.6"}
            {"Event":"SparkListenerApplicationStart","App Name":"nightly","App ID":"app-1","Timestamp":1790000000000,"User":"u"}
            {"Event":"SparkListenerApplicationEnd","Timestamp":1790000600000}
            """);
    Said said = simulate(log.toString());
    assertThat(said.exitCode()).as(said.err()).isZero();
    assertThat(said.out()).contains("Run app-1 of job nightly", "paged never");
    assertThat(ROOT).exists();
  }
}
