package dev.redline.alarms.simulate;

/** The states of an alarm, as CloudWatch names them. */
public enum State {
  OK,
  ALARM,
  INSUFFICIENT_DATA
}
