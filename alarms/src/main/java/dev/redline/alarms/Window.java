package dev.redline.alarms;

import dev.redline.alarms.Amount.Fixed;
import dev.redline.alarms.Amount.Parameter;

/**
 * How much of the past an alarm looks at: it is crossed when {@code datapoints} of the last {@code
 * periods} are bad.
 *
 * @param periodSeconds the length of a period
 * @param datapoints how many periods must be bad, CloudWatch's M
 * @param periods how many are looked at, its N
 */
public record Window(Amount periodSeconds, Amount datapoints, Amount periods) {
  /** Seconds between two looks at a metric. */
  public static final Parameter PERIOD = new Parameter("Period", 60);

  /**
   * How long a single fact keeps its alarm up. Long enough for what follows from it (a guard's
   * stop, then the failed run that Glue reports minutes later) to arrive in the same incident.
   */
  public static final Parameter HOLD = new Parameter("HoldPeriods", 15);

  /** Within how many hours a run must complete; 0 where nobody said. */
  public static final Parameter SCHEDULE = new Parameter("RunAtLeastEveryHours", 0);

  /** The longest schedule: seven days, CloudWatch's limit for periods of an hour. */
  public static final int MAX_SCHEDULE_HOURS = 168;

  private static final int HOUR_SECONDS = 3600;
  private static final int QUARTER_SECONDS = 900;
  private static final Amount ONE = new Fixed(1);

  /** One bad period is enough, and counts for a while. */
  static Window fact() {
    return new Window(PERIOD, ONE, HOLD);
  }

  /** Some of the last periods. */
  static Window of(int datapoints, int periods) {
    return new Window(PERIOD, new Fixed(datapoints), new Fixed(periods));
  }

  /** A quarter of an hour, taken together. */
  static Window quarterHour() {
    return new Window(new Fixed(QUARTER_SECONDS), ONE, ONE);
  }

  /** Every hour of the schedule. */
  static Window schedule() {
    return new Window(new Fixed(HOUR_SECONDS), SCHEDULE, SCHEDULE);
  }

  public Window {
    if (datapoints instanceof Fixed bad
        && periods instanceof Fixed all
        && (bad.value() < 1 || all.value() < bad.value())) {
      throw new IllegalArgumentException(
          "datapoints must be from 1 to the evaluation periods, was %d of %d"
              .formatted(bad.value(), all.value()));
    }
  }
}
