package dev.redline.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.redline.catalog.Setting;
import dev.redline.listener.policy.Verdict;
import dev.redline.listener.run.RunRecord;
import dev.redline.listener.signal.LossCause;
import dev.redline.listener.signal.Signal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The evidence for the defaults: our own runs, whose end is known, and where {@code
 * -Dredline.corpus=DIR} gives them the logs of others, of which none deserves a stop, judged at
 * several values of each limit, one rule at a time. Prints the tables of docs/decisions/0013.
 */
class DefaultsEvidenceTest {
  private static final Path OWN =
      Path.of(System.getProperty("redline.root"), "sample-data/event-logs");
  private static final Path CORPUS = Path.of(System.getProperty("redline.corpus", ""));

  /** What dooms a run, by the scenario in its log's name; all others must be left alone. */
  private static final Map<String, Set<LossCause>> DOOMED =
      Map.of(
          "heap-exhaustion", Set.of(LossCause.HEAP_OOM),
          "heap-on-yarn", Set.of(LossCause.HEAP_OOM),
          "repeated-sigkill", Set.of(LossCause.KILLED),
          "stage-churn", Set.of(LossCause.KILLED),
          "container-memory", Set.of(LossCause.CONTAINER_OOM));

  private static final Map<String, String> NO_STOPS =
      Map.of(
          Setting.POISON_TASK_DEATHS.key(), "0",
          Setting.STAGE_CHURN_ATTEMPTS.key(), "0",
          Setting.DEATH_RATE_MEMORY_LOSSES.key(), "1000000",
          Setting.DEATH_RATE_LOSSES.key(), "1000000");

  /** One way to set the limits. */
  private record Trial(String name, Map<String, String> settings) {
    static Trial alone(Setting setting, String value, String... others) {
      Map<String, String> settings = new LinkedHashMap<>(NO_STOPS);
      settings.put(setting.key(), value);
      for (int i = 0; i < others.length; i += 2) {
        settings.put(others[i], others[i + 1]);
      }
      String mark = value.equals(setting.defaultText().orElse("")) ? " (default)" : "";
      return new Trial(setting.key() + "=" + value + mark, settings);
    }
  }

  /** A log judged by every trial in one reading. */
  private record Judged(String name, boolean own, List<RunRecord> byTrial) {
    Set<LossCause> doom() {
      return own ? DOOMED.getOrDefault(name.replaceFirst("-spark-.*", ""), Set.of()) : Set.of();
    }
  }

  private static List<Trial> stops() {
    List<Trial> trials = new ArrayList<>();
    trials.add(new Trial("all rules, defaults", Map.of()));
    for (String deaths : List.of("1", "2", "3", "4")) {
      trials.add(Trial.alone(Setting.POISON_TASK_DEATHS, deaths));
    }
    for (String attempts : List.of("2", "3", "4", "5")) {
      trials.add(Trial.alone(Setting.STAGE_CHURN_ATTEMPTS, attempts));
    }
    for (String losses : List.of("0", "1", "2", "3", "4", "6")) {
      trials.add(Trial.alone(Setting.DEATH_RATE_MEMORY_LOSSES, losses));
    }
    for (String losses : List.of("0", "1", "3", "4", "6")) {
      trials.add(Trial.alone(Setting.DEATH_RATE_LOSSES, losses));
    }
    for (String window : List.of("10s", "1m", "10m", "1h")) {
      trials.add(
          Trial.alone(
              Setting.DEATH_RATE_WINDOW,
              window,
              Setting.DEATH_RATE_MEMORY_LOSSES.key(),
              "3",
              Setting.DEATH_RATE_LOSSES.key(),
              "3"));
    }
    return trials;
  }

  private static List<Trial> warnings() {
    List<Trial> trials = new ArrayList<>();
    for (String limit : List.of("100m", "1g", "10g", "100g")) {
      trials.add(Trial.alone(Setting.SHUFFLE_LIMIT, limit));
    }
    for (String limit : List.of("0.1", "0.2", "0.3", "0.5")) {
      trials.add(Trial.alone(Setting.UTILIZATION_LIMIT, limit));
    }
    for (String grace : List.of("1m", "10m", "30m")) {
      trials.add(
          Trial.alone(Setting.UTILIZATION_GRACE, grace, Setting.UTILIZATION_WINDOW.key(), grace));
    }
    return trials;
  }

  @Test
  void theDefaultsStopWhatIsDoomedAndNothingElse() throws Exception {
    List<Trial> trials = stops();
    List<Judged> judged = judgeAll(trials);
    System.out.printf(
        "%n%d own runs, %d of them doomed; %d logs of others%n%n| setting | right | late | missed"
            + " | wrong | deaths at the stop, of those without it | seconds saved |%n"
            + "| --- | --- | --- | --- | --- | --- | --- |%n",
        judged.stream().filter(Judged::own).count(),
        judged.stream().filter(run -> !run.doom().isEmpty()).count(),
        judged.stream().filter(run -> !run.own()).count());
    for (int i = 0; i < trials.size(); i++) {
      System.out.println(row(trials.get(i).name(), judged, i));
    }
    for (Judged run : judged) {
      Verdict verdict = run.byTrial().get(0).verdict();
      assertThat(verdict.isStop()).as(run.name()).isEqualTo(!run.doom().isEmpty());
      if (verdict.isStop()) {
        assertThat(run.doom()).as(run.name()).contains(verdict.cause());
      }
    }
  }

  private static String row(String name, List<Judged> judged, int trial) {
    int right = 0;
    int late = 0;
    int missed = 0;
    int wrong = 0;
    long deathsAtStop = 0;
    long deaths = 0;
    long savedMs = 0;
    for (Judged judgedRun : judged) {
      RunRecord run = judgedRun.byTrial().get(trial);
      boolean doomed = !judgedRun.doom().isEmpty();
      if (!run.verdict().isStop()) {
        missed += doomed ? 1 : 0;
        continue;
      }
      if (!doomed) {
        wrong++;
        continue;
      }
      right++;
      long before = deathsUntil(run, run.verdict().atMs());
      long all = deathsUntil(run, Long.MAX_VALUE);
      late += before >= all ? 1 : 0;
      deathsAtStop += before;
      deaths += all;
      savedMs += run.endedAtMs() - run.verdict().atMs();
    }
    return "| `%s` | %d | %d | %d | %d | %s | %s |"
        .formatted(
            name,
            right,
            late,
            missed,
            wrong,
            right == 0 ? "-" : deathsAtStop + " of " + deaths,
            right == 0 ? "-" : savedMs / 1000);
  }

  private static long deathsUntil(RunRecord run, long atMs) {
    return run.losses().stream().filter(loss -> loss.counted() && loss.atMs() <= atMs).count();
  }

  @Test
  void warningsAtSeveralLimits() throws Exception {
    List<Trial> trials = warnings();
    List<Judged> judged = judgeAll(trials);
    System.out.printf("%n| setting | warned of own runs | of others |%n| --- | --- | --- |%n");
    for (int i = 0; i < trials.size(); i++) {
      String policy =
          trials.get(i).name().contains("shuffle") ? "shuffle-budget" : "low-utilization";
      System.out.printf(
          "| `%s` | %d | %d |%n",
          trials.get(i).name(), warned(judged, i, true, policy), warned(judged, i, false, policy));
    }
    int shuffleDefault = 2;
    assertThat(warned(judged, shuffleDefault, true, "shuffle-budget")).isZero();
    assertThat(warned(judged, shuffleDefault, true, "low-utilization")).isZero();
  }

  private static long warned(List<Judged> judged, int trial, boolean own, String policy) {
    return judged.stream()
        .filter(run -> run.own() == own)
        .filter(
            run ->
                run.byTrial().get(trial).warnings().stream()
                    .anyMatch(warning -> warning.policy().equals(policy)))
        .count();
  }

  private static List<Judged> judgeAll(List<Trial> trials) throws IOException {
    List<Judged> judged = new ArrayList<>();
    for (EventLog log : LogSearch.in(OWN).logs()) {
      judged.add(judge(log, true, trials));
    }
    if (Files.exists(CORPUS.resolve("event-logs.tsv"))) {
      try (Stream<String> rows = Files.lines(CORPUS.resolve("event-logs.tsv"))) {
        for (String row : rows.skip(1).toList()) {
          Path path = CORPUS.resolve("event-logs").resolve(row.split("\t", -1)[0]);
          judged.add(judge(LogSearch.only(path), false, trials));
        }
      }
    }
    return judged;
  }

  private static Judged judge(EventLog log, boolean own, List<Trial> trials) throws IOException {
    List<Replay> replays = trials.stream().map(trial -> new Replay(trial.settings())).toList();
    for (Path file : log.files()) {
      EventReader reader = new EventReader(new Everybody(replays));
      try (InputStream in = Files.newInputStream(file);
          Lines lines = new Lines(Codec.uncompressed(in))) {
        while (lines.next()) {
          read(reader, lines);
        }
      } catch (IOException e) {
        // What is left of a file that was cut off was read.
        continue;
      }
    }
    return new Judged(
        log.path().getFileName().toString(), own, replays.stream().map(Replay::record).toList());
  }

  private static void read(EventReader reader, Lines lines) {
    try {
      reader.read(lines);
    } catch (IOException | RuntimeException e) {
      // A line that is no event, as replay passes over.
      return;
    }
  }

  private record Everybody(List<Replay> replays) implements EventSink {
    @Override
    public void sparkVersion(String version) {
      replays.forEach(replay -> replay.sparkVersion(version));
    }

    @Override
    public void configuration(Map<String, String> entries) {
      replays.forEach(replay -> replay.configuration(entries));
    }

    @Override
    public void signal(Signal signal) {
      replays.forEach(replay -> replay.signal(signal));
    }
  }
}
