package dev.redline.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.redline.listener.run.RunRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Real event logs of others, judged; their totals were computed independently. */
class CorpusTest {
  private static final Path CORPUS = Path.of(System.getProperty("redline.corpus", ""));

  private record Row(Map<String, String> cells) {
    String text(String column) {
      return cells.getOrDefault(column, "");
    }

    long number(String column) {
      return text(column).isEmpty() ? 0 : Long.parseLong(text(column));
    }
  }

  private static List<Row> rows() throws IOException {
    Path table = CORPUS.resolve("event-logs.tsv");
    assumeTrue(Files.exists(table), "no corpus: give -Dredline.corpus=DIR");
    List<String> lines = Files.readAllLines(table);
    List<String> names = Arrays.asList(lines.get(0).split("\t", -1));
    return lines.stream()
        .skip(1)
        .map(
            line -> {
              String[] cells = line.split("\t", -1);
              Map<String, String> row = new HashMap<>();
              for (int i = 0; i < names.size(); i++) {
                row.put(names.get(i), cells[i]);
              }
              return new Row(row);
            })
        .toList();
  }

  @Test
  void addsUpEveryLogToTheByteAndStopsNone() throws Exception {
    int judged = 0;
    for (Row row : rows()) {
      Path path = CORPUS.resolve("event-logs").resolve(row.text("path"));
      Replay replay = new Replay(Map.of());
      replay.read(LogSearch.only(path), bytes -> {});
      RunRecord run = replay.record();
      RunRecord.Totals totals = run.totals();
      assertThat(
              List.of(
                  totals.tasks(),
                  totals.failedTasks() + totals.killedTasks(),
                  (long) totals.executorsAdded(),
                  (long) totals.executorsRemoved(),
                  totals.shuffleWriteBytes(),
                  totals.shuffleReadBytes(),
                  totals.spillDiskBytes()))
          .as(row.text("path"))
          .isEqualTo(
              List.of(
                  row.number("tasks"),
                  row.number("failed_tasks"),
                  row.number("executors_added"),
                  row.number("executors_removed"),
                  row.number("shuffle_write_bytes"),
                  row.number("shuffle_read_bytes"),
                  row.number("spill_disk_bytes")));
      assertThat(run.complete()).as(row.text("path")).isEqualTo(row.text("app_end").equals("yes"));
      assertThat(run.verdict().isStop()).as("stop of " + row.text("path")).isFalse();
      judged++;
    }
    System.out.println("corpus: " + judged + " logs add up to the byte, none would be stopped");
  }
}
