package dev.redline.alarms.simulate;

import static dev.redline.alarms.simulate.Scenario.BAD_ROWS;
import static dev.redline.alarms.simulate.Scenario.BIG_SHUFFLE;
import static dev.redline.alarms.simulate.Scenario.DRILL;
import static dev.redline.alarms.simulate.Scenario.DRIVER_KILLED;
import static dev.redline.alarms.simulate.Scenario.EARLY_DEATH;
import static dev.redline.alarms.simulate.Scenario.FAILED_ON_GLUE;
import static dev.redline.alarms.simulate.Scenario.GUARD_DISABLED;
import static dev.redline.alarms.simulate.Scenario.HOT_HEAP;
import static dev.redline.alarms.simulate.Scenario.IDLE_WORKERS;
import static dev.redline.alarms.simulate.Scenario.LOSS;
import static dev.redline.alarms.simulate.Scenario.MEMORY_AND_LOSSES;
import static dev.redline.alarms.simulate.Scenario.OUTAGE;
import static dev.redline.alarms.simulate.Scenario.OVERHEAD_AND_LOSSES;
import static dev.redline.alarms.simulate.Scenario.REPEATING;
import static dev.redline.alarms.simulate.Scenario.RESTARTED;
import static dev.redline.alarms.simulate.Scenario.RUN_MISSED;
import static dev.redline.alarms.simulate.Scenario.SPILLING;
import static dev.redline.alarms.simulate.Scenario.TIMED_OUT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.redline.alarms.Alarm;
import dev.redline.alarms.AlarmDocs;
import dev.redline.alarms.Alarms;
import dev.redline.catalog.GeneratedFile;
import dev.redline.catalog.Guardrail.Severity;
import dev.redline.catalog.Metric;
import dev.redline.catalog.StopCause;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which alarm fires on which run, and on which it must not. */
class ScenarioTest {
  /** What somebody is told of each run; a stop pages, others that are not here tell nobody. */
  private static final Map<Scenario, Set<Severity>> TOLD =
      Map.ofEntries(
          Map.entry(EARLY_DEATH, Set.of(Severity.PAGE)),
          Map.entry(RESTARTED, Set.of(Severity.PAGE, Severity.TICKET)),
          Map.entry(FAILED_ON_GLUE, Set.of(Severity.PAGE)),
          Map.entry(TIMED_OUT, Set.of(Severity.PAGE)),
          Map.entry(DRIVER_KILLED, Set.of(Severity.PAGE)),
          Map.entry(GUARD_DISABLED, Set.of(Severity.PAGE)),
          Map.entry(MEMORY_AND_LOSSES, Set.of(Severity.PAGE, Severity.TICKET)),
          Map.entry(OVERHEAD_AND_LOSSES, Set.of(Severity.PAGE, Severity.TICKET)),
          Map.entry(HOT_HEAP, Set.of(Severity.TICKET)),
          Map.entry(LOSS, Set.of(Severity.TICKET)),
          Map.entry(BIG_SHUFFLE, Set.of(Severity.TICKET)),
          Map.entry(IDLE_WORKERS, Set.of(Severity.TICKET)),
          Map.entry(SPILLING, Set.of(Severity.TICKET)),
          Map.entry(REPEATING, Set.of(Severity.TICKET)),
          Map.entry(OUTAGE, Set.of(Severity.TICKET)),
          Map.entry(BAD_ROWS, Set.of(Severity.TICKET)),
          Map.entry(RUN_MISSED, Set.of(Severity.PAGE)),
          Map.entry(DRILL, Set.of(Severity.PAGE, Severity.TICKET)));

  private static final Map<String, Set<Scenario>> FIRES_ON = new TreeMap<>();

  private static final Map<String, Set<Scenario>> BUT_FOR_STOPS =
      Map.ofEntries(
          Map.entry("run-failed", Set.of(FAILED_ON_GLUE)),
          Map.entry("glue-run-failed", Set.of(EARLY_DEATH, RESTARTED, FAILED_ON_GLUE, TIMED_OUT)),
          Map.entry("memory-with-losses", Set.of(MEMORY_AND_LOSSES, OVERHEAD_AND_LOSSES)),
          Map.entry("guard-silent", Set.of(DRIVER_KILLED, TIMED_OUT, GUARD_DISABLED)),
          Map.entry("run-missing", Set.of(RUN_MISSED)),
          Map.entry("shuffle", Set.of(BIG_SHUFFLE)),
          Map.entry("live-heap", Set.of(MEMORY_AND_LOSSES, HOT_HEAP)),
          Map.entry("memory-overhead", Set.of(OVERHEAD_AND_LOSSES)),
          Map.entry("utilization", Set.of(IDLE_WORKERS)),
          Map.entry(
              "executor-losses", Set.of(RESTARTED, MEMORY_AND_LOSSES, OVERHEAD_AND_LOSSES, LOSS)),
          Map.entry("spill", Set.of(SPILLING)),
          Map.entry("repeated-work", Set.of(REPEATING)),
          Map.entry("publish-failures", Set.of(OUTAGE)),
          Map.entry("rejected-rows", Set.of(BAD_ROWS)),
          Map.entry("fire-drill-page", Set.of(DRILL)),
          Map.entry("fire-drill-ticket", Set.of(DRILL)));

  static {
    FIRES_ON.putAll(BUT_FOR_STOPS);
    for (StopCause cause : StopCause.values()) {
      Set<Scenario> stopped = EnumSet.of(Scenario.stoppedBy(cause));
      if (cause == StopCause.HEAP_OOM) {
        stopped.add(RESTARTED);
      }
      FIRES_ON.put(
          "run-stopped-" + cause.name().toLowerCase(Locale.ROOT).replace('_', '-'), stopped);
    }
  }

  private static Set<Severity> told(Scenario scenario) {
    return TOLD.getOrDefault(scenario, scenario.isStop() ? Set.of(Severity.PAGE) : Set.of());
  }

  static List<Transition> transitions(Scenario scenario) {
    return Simulator.run(Alarms.all(), scenario.parameters(), scenario.recording());
  }

  private static List<Transition> into(List<Transition> transitions, String alarmId, State state) {
    return transitions.stream()
        .filter(change -> change.alarm().id().equals(alarmId) && change.to() == state)
        .toList();
  }

  /** The alarm table: printed, and committed as part of docs/alarms.md. */
  @Test
  void everyAlarmFiresWhereItMustAndNowhereElse() throws Exception {
    Map<String, Set<Scenario>> fired = new LinkedHashMap<>();
    Alarms.all().forEach(alarm -> fired.put(alarm.id(), EnumSet.noneOf(Scenario.class)));
    for (Scenario scenario : Scenario.values()) {
      transitions(scenario).stream()
          .filter(change -> change.to() == State.ALARM)
          .forEach(change -> of(fired, change.alarm().id()).add(scenario));
    }
    String table = table(fired);
    System.out.println(table);

    FIRES_ON.forEach(
        (alarm, scenarios) -> assertThat(fired.get(alarm)).as(alarm).isEqualTo(scenarios));
    assertThat(judged()).extracting(Alarm::id).allMatch(FIRES_ON::containsKey);
    GeneratedFile.assertFresh("docs/alarms.md", AlarmDocs.page() + table + told());
  }

  /** Alarms that mean something by themselves. */
  private static List<Alarm> judged() {
    return Alarms.all().stream()
        .filter(alarm -> !alarm.id().matches("page|ticket|guard-(seen|quiet)"))
        .filter(alarm -> !alarm.id().equals("run-completed"))
        .toList();
  }

  private static Set<Scenario> of(Map<String, Set<Scenario>> fired, String alarmId) {
    return Objects.requireNonNull(fired.get(alarmId), alarmId);
  }

  private static String table(Map<String, Set<Scenario>> fired) {
    String heading = "| alarm | fires on | silent on |\n| --- | --- | --- |\n";
    return FIRES_ON.keySet().stream()
        .map(
            id ->
                "| `" + id + "` | " + words(of(fired, id)) + " | " + others(of(fired, id)) + " |\n")
        .collect(Collectors.joining("", heading, ""));
  }

  private static String words(Set<Scenario> scenarios) {
    return scenarios.stream().map(Scenario::word).sorted().collect(Collectors.joining(", "));
  }

  private static String others(Set<Scenario> scenarios) {
    EnumSet<Scenario> others = EnumSet.allOf(Scenario.class);
    others.removeAll(scenarios);
    return "the other " + others.size() + ", healthy, short and idle among them";
  }

  private static String told() {
    String heading = "\n| run | what happens | told, once each |\n| --- | --- | --- |\n";
    return Arrays.stream(Scenario.values())
        .map(
            scenario ->
                "| %s | %s | %s |%n"
                    .formatted(
                        scenario.word(),
                        scenario.what(),
                        told(scenario).stream()
                            .sorted()
                            .map(Severity::name)
                            .collect(Collectors.joining(", "))))
        .collect(Collectors.joining("", heading, ""));
  }

  @ParameterizedTest
  @EnumSource
  void whoeverMustBeToldIsToldOnceAndOfTheEnd(Scenario scenario) {
    List<Transition> transitions = transitions(scenario);
    for (Severity severity : Severity.values()) {
      String id = Alarms.telling(severity).id();
      boolean isTold = told(scenario).contains(severity);
      assertThat(into(transitions, id, State.ALARM)).as(id).hasSize(isTold ? 1 : 0);
      if (isTold && scenario != DRILL) {
        Transition last =
            transitions.stream()
                .filter(change -> change.alarm().id().equals(id))
                .reduce((a, b) -> b)
                .orElseThrow();
        assertThat(last.to()).as(id + " resolves").isEqualTo(State.OK);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyCauseOfAStopHasItsOwnAlarmAndNoOther(StopCause cause) {
    List<String> fired =
        transitions(Scenario.stoppedBy(cause)).stream()
            .filter(change -> change.to() == State.ALARM)
            .map(change -> change.alarm().id())
            .filter(id -> !id.startsWith("guard-"))
            .toList();
    assertThat(fired)
        .containsExactly(
            "run-stopped-" + cause.name().toLowerCase(Locale.ROOT).replace('_', '-'), "page");
  }

  @Test
  void aPageNamesWhatRaisedIt() {
    Transition page = into(transitions(MEMORY_AND_LOSSES), "page", State.ALARM).get(0);
    assertThat(page.because()).containsExactly("memory-with-losses");
  }

  @Test
  void aMissedRunIsPagedWithinAThirdMoreThanTheSchedule() {
    Recording recording = RUN_MISSED.recording();
    long pagedMs = into(transitions(RUN_MISSED), "page", State.ALARM).get(0).atMs();
    long afterHours = (pagedMs - recording.firstMs()) / 3_600_000;
    assertThat(afterHours).isBetween(26L, 35L);
  }

  @Test
  void aStopThatIsNeverPublishedIsNoStop() {
    Recording recording = new Recording();
    recording.add(Metric.RUN_STOPPED.cloudWatchName(), "", 1_790_000_000_000L, Double.NaN);
    assertThat(recording.isEmpty()).isTrue();
  }
}
