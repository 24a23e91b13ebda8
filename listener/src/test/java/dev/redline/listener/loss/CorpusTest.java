package dev.redline.listener.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.redline.listener.signal.LossCause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Reasons that people reported in public, each labelled with the truth of its incident. The text
 * does not always show that truth; where it does, the classifier must.
 */
class CorpusTest {
  private static final Set<String> BLAMELESS =
      Set.of(
          "benign", "preemption", "node-loss", "heartbeat", "fetch-failure", "not-executor-loss");

  /** Causes that name a text which tells of a death, so that nobody needs to know more. */
  private static final Set<LossCause> TOLD =
      Set.of(
          LossCause.CONTAINER_OOM, LossCause.CONTAINER_VMEM, LossCause.HEAP_OOM, LossCause.KILLED);

  private record Row(String label, String platform, String reason) {
    static Row of(String line) {
      String[] columns = line.split("\t", -1);
      String reason = columns[2].replace("\\n", "\n").replace("\\t", "\t");
      return new Row(columns[0], columns[1], reason);
    }

    Classification classification() {
      return LossClassifier.classify(reason);
    }

    boolean isCounted() {
      return classification().cause().isCounted();
    }

    boolean isHeartbeat() {
      return classification().cause() == LossCause.HEARTBEAT_TIMEOUT;
    }
  }

  private List<Row> rows = List.of();

  @BeforeEach
  void read() throws IOException {
    String folder = System.getProperty("redline.corpus", "");
    assumeTrue(
        !folder.isBlank() && !folder.startsWith("${"),
        "no corpus: give its folder with -Dredline.corpus=DIR");
    Path file = Path.of(folder, "loss-reasons.tsv");
    assumeTrue(Files.isRegularFile(file), "no corpus at " + file);
    rows = Files.readAllLines(file).stream().skip(1).map(Row::of).toList();
    assertThat(rows).hasSizeGreaterThan(50);
  }

  private List<Row> labelled(Set<String> labels) {
    return rows.stream().filter(row -> labels.contains(row.label())).toList();
  }

  @Test
  void printsAConfusionMatrix() {
    Map<String, Map<String, Integer>> matrix = new TreeMap<>();
    for (Row row : rows) {
      String cause = row.classification().cause() + (row.isCounted() ? " (counted)" : "");
      matrix.computeIfAbsent(row.label(), l -> new TreeMap<>()).merge(cause, 1, Integer::sum);
    }
    StringBuilder text = new StringBuilder("Losses by label and by cause as classified\n");
    matrix.forEach(
        (label, causes) ->
            causes.forEach(
                (cause, count) -> text.append("%-20s %-28s %3d%n".formatted(label, cause, count))));
    System.out.println(text);
    int cells = matrix.values().stream().flatMap(c -> c.values().stream()).mapToInt(n -> n).sum();
    assertThat(cells).as("rows in the matrix").isEqualTo(rows.size());
  }

  @Test
  void countsNothingThatIsNoFaultOfTheRun() {
    assertThat(labelled(BLAMELESS)).isNotEmpty().noneMatch(Row::isCounted);
  }

  /** SIGKILL and a process that ended with code 1 count by themselves, whatever was behind them. */
  @Test
  void countsNothingUnknownButWhatItsExitCodeTells() {
    assertThat(labelled(Set.of("unknown")))
        .isNotEmpty()
        .filteredOn(Row::isCounted)
        .allMatch(row -> Set.of("exit-137", "exit-1").contains(row.classification().ruleId()));
  }

  @Test
  void countsEveryDeathByMemoryThatTheTextTells() {
    assertThat(labelled(Set.of("memory-death")))
        .filteredOn(row -> !row.isHeartbeat())
        .hasSizeGreaterThan(10)
        .allMatch(row -> TOLD.contains(row.classification().cause()));
  }

  @Test
  void aTextThatOnlyTellsOfHeartbeatsIsNotTakenForMemory() {
    assertThat(rows).filteredOn(Row::isHeartbeat).isNotEmpty().noneMatch(Row::isCounted);
  }
}
