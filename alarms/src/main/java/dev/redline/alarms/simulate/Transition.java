package dev.redline.alarms.simulate;

import dev.redline.alarms.Alarm;
import java.util.List;

/**
 * A change of an alarm's state.
 *
 * @param atMs when CloudWatch would have noticed, in milliseconds since the epoch
 * @param alarm whose state it is
 * @param to the new state
 * @param because of a composite alarm, the alarms it is made of that are in ALARM now; else empty
 */
public record Transition(long atMs, Alarm alarm, State to, List<String> because) {
  public Transition {
    because = List.copyOf(because);
  }
}
