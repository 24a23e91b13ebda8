package dev.redline.alarms.simulate;

import dev.redline.alarms.Alarm;
import dev.redline.alarms.CompositeAlarm;
import dev.redline.alarms.MetricAlarm;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates alarms over a recording as CloudWatch would have over the run: every minute (every
 * period where that is shorter), on periods that end with that minute, after the minute's data has
 * arrived. Used once; not thread-safe.
 *
 * <p>Alarms begin in INSUFFICIENT_DATA, as if the stack had been deployed when the recording
 * begins; of the job's schedule it is taken that runs had completed until then.
 */
public final class Simulator {
  private static final long MINUTE_MS = 60_000;

  /** A month: longer recordings are a mistake in their timestamps. */
  public static final long MAX_SPAN_MS = 31L * 24 * 60 * MINUTE_MS;

  private final List<Alarm> alarms;
  private final Map<String, Double> parameters;
  private final Recording recording;
  private final Map<String, State> states = new HashMap<>();
  private final List<Transition> transitions = new ArrayList<>();

  private Simulator(List<Alarm> alarms, Map<String, Double> parameters, Recording recording) {
    this.alarms = alarms.stream().filter(alarm -> alarm.isDeployed(parameters)).toList();
    this.parameters = parameters;
    this.recording = recording;
  }

  /**
   * Every change of state, in order, from the recording's first value until all of it has left the
   * alarms' sight.
   *
   * @param alarms what is deployed; a composite alarm after those it is made of
   * @param parameters parameters of the stack that are not at their default, by name
   * @param recording what was published
   * @throws IllegalArgumentException if the recording is empty or spans more than a month
   */
  public static List<Transition> run(
      List<Alarm> alarms, Map<String, Double> parameters, Recording recording) {
    if (recording.isEmpty()) {
      throw new IllegalArgumentException("there is nothing to simulate: no value was published");
    }
    if (recording.lastMs() - recording.firstMs() > MAX_SPAN_MS) {
      throw new IllegalArgumentException(
          "the values span more than 31 days; are their times milliseconds since the epoch?");
    }
    return new Simulator(alarms, parameters, recording).run();
  }

  private List<Transition> run() {
    long tickMs = alarms.stream().mapToLong(this::tickMs).min().orElse(MINUTE_MS);
    long startMs = Math.floorDiv(recording.firstMs(), tickMs) * tickMs + tickMs;
    long endMs = recording.lastMs() + lookBackMs() + 2 * tickMs;
    for (long nowMs = startMs; nowMs <= endMs; nowMs += tickMs) {
      for (Alarm alarm : alarms) {
        look(alarm, nowMs);
      }
    }
    return List.copyOf(transitions);
  }

  private void look(Alarm alarm, long nowMs) {
    if (alarm instanceof MetricAlarm metric) {
      if (nowMs % tickMs(metric) == 0) {
        move(alarm, stateOf(metric, nowMs), nowMs, List.of());
      }
    } else if (alarm instanceof CompositeAlarm composite) {
      boolean holds = composite.rule().holds(this::isInAlarm);
      List<String> because =
          composite.rule().alarmIds().stream().filter(this::isInAlarm).distinct().toList();
      move(alarm, holds ? State.ALARM : State.OK, nowMs, because);
    }
  }

  private void move(Alarm alarm, State to, long nowMs, List<String> because) {
    State from = stateOf(alarm.id());
    if (from != to) {
      states.put(alarm.id(), to);
      transitions.add(new Transition(nowMs, alarm, to, because));
    }
  }

  private State stateOf(MetricAlarm alarm, long nowMs) {
    long periodMs = periodMs(alarm);
    int periods = alarm.window().periods().in(parameters);
    List<@Nullable Boolean> breaching = new ArrayList<>();
    for (int age = Evaluation.range(periods); age > 0; age--) {
      long fromMs = nowMs - age * periodMs;
      breaching.add(isBreaching(alarm, fromMs, fromMs + periodMs));
    }
    return Evaluation.state(
        breaching,
        alarm.window().datapoints().in(parameters),
        periods,
        alarm.missingData(),
        stateOf(alarm.id()));
  }

  /** Whether a period is bad; null without data. What was before the recording was good. */
  private @Nullable Boolean isBreaching(MetricAlarm alarm, long fromMs, long toMs) {
    if (alarm.isScheduled() && toMs <= recording.firstMs()) {
      return false;
    }
    Double value = recording.value(alarm.watch(), fromMs, toMs);
    return value == null ? null : Boolean.valueOf(alarm.threshold(parameters).isCrossedBy(value));
  }

  private boolean isInAlarm(String alarmId) {
    return stateOf(alarmId) == State.ALARM;
  }

  private State stateOf(String alarmId) {
    return states.getOrDefault(alarmId, State.INSUFFICIENT_DATA);
  }

  private long periodMs(MetricAlarm alarm) {
    return 1000L * alarm.window().periodSeconds().in(parameters);
  }

  private long tickMs(Alarm alarm) {
    return alarm instanceof MetricAlarm metric ? Math.min(MINUTE_MS, periodMs(metric)) : MINUTE_MS;
  }

  /** Of a job's schedule nothing is said after the recording's end: the next run may be there. */
  private long lookBackMs() {
    return alarms.stream()
        .filter(MetricAlarm.class::isInstance)
        .map(MetricAlarm.class::cast)
        .filter(alarm -> !alarm.isScheduled())
        .mapToLong(
            alarm -> periodMs(alarm) * Evaluation.range(alarm.window().periods().in(parameters)))
        .max()
        .orElse(0);
  }
}
