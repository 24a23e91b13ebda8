package dev.redline.cluster;

import dev.redline.sandbox.spark.SparkDistribution;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How a scenario ended with the guard and without, as recorded: a row of {@code
 * sample-data/event-logs.tsv}.
 *
 * @param log the name of its event log, that of the run without the guard
 * @param scenario the scenario's name in file names
 * @param spark the release
 * @param stock without the guard
 * @param policy the rule by which the guard stopped it, {@code -} where it did not
 * @param cause why, {@code -} where it did not
 * @param guarded with the guard
 */
record RecordedEnds(
    String log,
    String scenario,
    String spark,
    End stock,
    String policy,
    String cause,
    End guarded) {
  static final Path TABLE = Clusters.ROOT.resolve("sample-data/event-logs.tsv");
  static final String NONE = "-";

  private static final List<String> COLUMNS =
      List.of(
          "log",
          "scenario",
          "spark",
          "exit_code",
          "seconds",
          "executors_lost",
          "stop_policy",
          "stop_cause",
          "guarded_exit_code",
          "guarded_seconds",
          "guarded_executors_lost");

  /**
   * An end.
   *
   * @param exitCode of the driver
   * @param seconds wall time of the driver
   * @param executorsLost executors lost while a job ran
   */
  record End(int exitCode, long seconds, int executorsLost) {
    static End of(ClusterRun run) throws IOException {
      return new End(
          run.run().exitCode(),
          Math.round(run.run().took().toMillis() / 1000.0),
          run.executorsLost());
    }
  }

  /** Executors lost without the guard. */
  int executorsLost() {
    return stock.executorsLost;
  }

  /** Whether the guard stopped it. */
  boolean stopped() {
    return !policy.equals(NONE);
  }

  static RecordedEnds of(Scenario scenario, SparkDistribution spark) throws IOException {
    return all().stream()
        .filter(end -> end.scenario.equals(scenario.slug()) && end.spark.equals(spark.version()))
        .findFirst()
        .orElseThrow(
            () -> new IllegalStateException("%s is not in %s".formatted(scenario.slug(), TABLE)));
  }

  static List<RecordedEnds> all() throws IOException {
    return Files.readAllLines(TABLE).stream().skip(1).map(RecordedEnds::parse).toList();
  }

  /** Puts a run into the table, in the place of an earlier recording of the same log. */
  static void replace(RecordedEnds recorded) throws IOException {
    List<RecordedEnds> ends = new ArrayList<>(Files.exists(TABLE) ? all() : List.of());
    int index = ends.stream().map(RecordedEnds::log).toList().indexOf(recorded.log);
    if (index < 0) {
      ends.add(recorded);
    } else {
      ends.set(index, recorded);
    }
    write(ends);
  }

  private static void write(List<RecordedEnds> ends) throws IOException {
    StringBuilder text = new StringBuilder(String.join("\t", COLUMNS)).append('\n');
    for (RecordedEnds end : ends) {
      text.append(end.line()).append('\n');
    }
    Files.writeString(TABLE, text);
  }

  private String line() {
    return String.join("\t", log, scenario, spark, line(stock), policy, cause, line(guarded));
  }

  private static String line(End end) {
    return end.exitCode + "\t" + end.seconds + "\t" + end.executorsLost;
  }

  private static RecordedEnds parse(String line) {
    List<String> cells = Arrays.asList(line.split("\t", -1));
    return new RecordedEnds(
        cells.get(0),
        cells.get(1),
        cells.get(2),
        end(cells.subList(3, 6)),
        cells.get(6),
        cells.get(7),
        end(cells.subList(8, 11)));
  }

  private static End end(List<String> cells) {
    return new End(
        Integer.parseInt(cells.get(0)),
        Long.parseLong(cells.get(1)),
        Integer.parseInt(cells.get(2)));
  }
}
