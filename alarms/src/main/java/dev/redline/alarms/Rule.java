package dev.redline.alarms;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** When a composite alarm is in ALARM, said of the states of other alarms. */
public sealed interface Rule {

  /**
   * An alarm is in ALARM.
   *
   * @param alarmId its id
   */
  record InAlarm(String alarmId) implements Rule {}

  /**
   * At least one rule holds.
   *
   * @param rules the rules
   */
  record Any(List<Rule> rules) implements Rule {
    public Any {
      rules = List.copyOf(rules);
    }
  }

  /**
   * Every rule holds.
   *
   * @param rules the rules
   */
  record All(List<Rule> rules) implements Rule {
    public All {
      rules = List.copyOf(rules);
    }
  }

  /**
   * A rule does not hold.
   *
   * @param rule the rule
   */
  record Not(Rule rule) implements Rule {}

  static Rule any(Stream<? extends Alarm> alarms) {
    return new Any(alarms.map(alarm -> (Rule) new InAlarm(alarm.id())).toList());
  }

  static Rule any(Rule... rules) {
    return new Any(List.of(rules));
  }

  static Rule all(Rule... rules) {
    return new All(List.of(rules));
  }

  static Rule not(Rule rule) {
    return new Not(rule);
  }

  static Rule inAlarm(String alarmId) {
    return new InAlarm(alarmId);
  }

  /** Every alarm it speaks of, in its order. */
  default List<String> alarmIds() {
    if (this instanceof InAlarm one) {
      return List.of(one.alarmId());
    }
    if (this instanceof Not not) {
      return not.rule().alarmIds();
    }
    List<Rule> rules = this instanceof Any any ? any.rules() : ((All) this).rules();
    return rules.stream().flatMap(rule -> rule.alarmIds().stream()).toList();
  }

  /** As CloudWatch writes it; parentheses only where they are needed. */
  default String text(Function<String, String> nameOfAlarm) {
    if (this instanceof InAlarm one) {
      return "ALARM(\"" + nameOfAlarm.apply(one.alarmId()) + "\")";
    }
    if (this instanceof Not not) {
      return "NOT (" + not.rule().text(nameOfAlarm) + ")";
    }
    return this instanceof Any any
        ? any.rules().stream().map(r -> r.text(nameOfAlarm)).collect(Collectors.joining(" OR "))
        : ((All) this)
            .rules().stream()
                .map(r -> r instanceof Any ? "(" + r.text(nameOfAlarm) + ")" : r.text(nameOfAlarm))
                .collect(Collectors.joining(" AND "));
  }

  /** Whether it holds now. */
  default boolean holds(Function<String, Boolean> isInAlarm) {
    if (this instanceof InAlarm one) {
      return isInAlarm.apply(one.alarmId());
    }
    if (this instanceof Not not) {
      return !not.rule().holds(isInAlarm);
    }
    return this instanceof Any any
        ? any.rules().stream().anyMatch(rule -> rule.holds(isInAlarm))
        : ((All) this).rules().stream().allMatch(rule -> rule.holds(isInAlarm));
  }
}
