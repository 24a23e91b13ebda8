package dev.redline.alarms.simulate;

import dev.redline.alarms.MissingData;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * CloudWatch's rule for the state of a metric alarm, as its documentation tells it.
 *
 * <p>CloudWatch looks back further than the N periods of the alarm. It first uses what data there
 * is: with N data points or more the newest N count, wherever in that range they are; only where
 * there are fewer, missing periods are filled in as the alarm says.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html">Configuring
 *     how alarms treat missing data</a>
 */
public final class Evaluation {
  private Evaluation() {}

  /**
   * How many periods CloudWatch looks back for an alarm on N periods. Its documentation says only
   * that they are more, and shows five for three; LocalStack's scheduler counts the same.
   */
  public static int range(int periods) {
    return periods + Math.max(periods / 3, 2);
  }

  /**
   * The state after a look at the data.
   *
   * @param breaching the periods of the range, oldest first: whether each is bad, null where no
   *     data are
   * @param datapoints M, how many must be bad
   * @param periods N, how many count
   * @param missing what a period without data is taken for
   * @param current the state before
   */
  public static State state(
      List<@Nullable Boolean> breaching,
      int datapoints,
      int periods,
      MissingData missing,
      State current) {
    List<Boolean> known =
        breaching.stream().filter(Objects::nonNull).map(b -> (Boolean) b).toList();
    if (known.size() >= periods) {
      return alarmIf(bad(known.subList(known.size() - periods, known.size())) >= datapoints);
    }
    int filled = periods - known.size();
    return switch (missing) {
      case NOT_BREACHING -> alarmIf(bad(known) >= datapoints);
      case BREACHING -> alarmIf(bad(known) + filled >= datapoints);
      case IGNORE -> withoutFilling(breaching, known, datapoints, current, current);
      case MISSING ->
          known.isEmpty()
              ? State.INSUFFICIENT_DATA
              : withoutFilling(breaching, known, datapoints, current, State.ALARM);
    };
  }

  /**
   * Few data points and nothing to fill in. All of them bad, and the oldest of them M periods old,
   * is CloudWatch's "premature" case: nothing good was seen for long enough.
   */
  private static State withoutFilling(
      List<@Nullable Boolean> breaching,
      List<Boolean> known,
      int datapoints,
      State current,
      State premature) {
    if (bad(known) >= datapoints) {
      return State.ALARM;
    }
    if (bad(known) < known.size()) {
      return State.OK;
    }
    int age = breaching.size() - firstKnown(breaching);
    return age >= datapoints ? premature : current;
  }

  private static int firstKnown(List<@Nullable Boolean> breaching) {
    int first = 0;
    while (first < breaching.size() && breaching.get(first) == null) {
      first++;
    }
    return first;
  }

  private static long bad(List<Boolean> known) {
    return known.stream().filter(b -> b).count();
  }

  private static State alarmIf(boolean isCrossed) {
    return isCrossed ? State.ALARM : State.OK;
  }
}
