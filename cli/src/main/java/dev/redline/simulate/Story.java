package dev.redline.simulate;

import dev.redline.alarms.Alarm;
import dev.redline.alarms.Alarms;
import dev.redline.alarms.CompositeAlarm;
import dev.redline.alarms.simulate.State;
import dev.redline.alarms.simulate.Transition;
import dev.redline.catalog.Guardrail.Severity;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What the transitions of a run tell, as text: who is told what and when, then every alarm.
 *
 * @param transitions of all alarms, in order
 * @param firstMs when the run's first value was published
 */
record Story(List<Transition> transitions, long firstMs) {

  void print(PrintWriter out) {
    for (Severity severity : Severity.values()) {
      told(severity, out);
    }
    out.println();
    out.println("Every alarm that went off:");
    List<Transition> children =
        transitions.stream().filter(change -> !tells(change)).filter(this::isNews).toList();
    if (children.isEmpty()) {
      out.println("  none");
    }
    children.forEach(
        change ->
            out.printf(
                "  %-28s %s  until %s%n", change.alarm().id(), time(change.atMs()), end(change)));
    Alarms.all().stream()
        .filter(Alarm::isScheduled)
        .filter(alarm -> !alarm.isDeployed(Map.of()))
        .findFirst()
        .ifPresent(alarm -> out.printf("%s needs --set RunAtLeastEveryHours=N%n", alarm.id()));
    out.flush();
  }

  /** Alarms that only others look at, and that say nothing in themselves, are no news. */
  private boolean isNews(Transition change) {
    return change.to() == State.ALARM && !change.alarm().meaning().contains("nothing is wrong");
  }

  private void told(Severity severity, PrintWriter out) {
    List<Transition> told =
        transitions.stream()
            .filter(change -> tells(change, severity) && change.to() == State.ALARM)
            .toList();
    String word = severity == Severity.PAGE ? "paged" : "given a ticket";
    out.printf(
        "%-6s  somebody would have been %s %s%n",
        severity, word, told.isEmpty() ? "never" : times(told.size()));
    told.forEach(change -> why(change, out));
  }

  private void why(Transition change, PrintWriter out) {
    out.printf("  %s, resolved %s%n", time(change.atMs()), end(change));
    for (String id : change.because()) {
      Alarm alarm = Alarms.find(id);
      out.printf("    %s: %s%n", id, alarm.meaning());
      out.printf("    runbook: docs/runbooks/%s.md%n", alarm.runbook());
    }
  }

  private String end(Transition began) {
    return transitions.stream()
        .filter(change -> change.alarm().id().equals(began.alarm().id()))
        .filter(change -> change.atMs() > began.atMs() && change.to() != State.ALARM)
        .findFirst()
        .map(change -> time(change.atMs()))
        .orElse("not in the time simulated");
  }

  private String time(long atMs) {
    Duration after = Duration.ofMillis(Math.max(0, atMs - firstMs));
    return String.format(
        Locale.ROOT,
        "%s (+%d:%02d:%02d)",
        Instant.ofEpochMilli(atMs).truncatedTo(ChronoUnit.SECONDS),
        after.toHours(),
        after.toMinutesPart(),
        after.toSecondsPart());
  }

  private static boolean tells(Transition change) {
    return change.alarm() instanceof CompositeAlarm composite && composite.tells() != null;
  }

  private static boolean tells(Transition change, Severity severity) {
    return change.alarm() instanceof CompositeAlarm composite && composite.tells() == severity;
  }

  private static String times(int count) {
    return count == 1 ? "once" : count + " times";
  }
}
