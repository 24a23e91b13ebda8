package dev.redline.listener.meter;

import dev.redline.listener.run.Vitals;
import dev.redline.listener.signal.Loss;
import dev.redline.listener.signal.LossCause;
import dev.redline.listener.signal.Memory;
import dev.redline.listener.signal.Signal;
import dev.redline.listener.signal.TaskOutcome;
import dev.redline.listener.signal.TaskRef;
import dev.redline.listener.signal.TaskWork;

/** Signals and vitals for tests of meters. */
final class Signals {
  static final Vitals EVERYTHING_MEASURED =
      new Vitals(4096, new Memory(0.5, 0.25, 0.75, 0.625), 0.125, 0.0625, 2);

  private Signals() {}

  static Signal task(TaskOutcome outcome, long shuffleBytes, long spillBytes) {
    TaskWork work = new TaskWork(10, 1, shuffleBytes, 0, spillBytes, 0, 0);
    return new Signal.TaskEnded(2, new TaskRef(1, 0, 0), "1", 1, outcome, work);
  }

  static Signal loss(LossCause cause) {
    return new Signal.ExecutorLost(
        3, new Loss("1", 3, cause, cause.isCounted(), "rule", "a reason"));
  }
}
