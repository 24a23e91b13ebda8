package dev.redline.listener.meter;

import io.micrometer.core.instrument.AbstractMeter;
import io.micrometer.core.instrument.FunctionCounter;
import java.util.function.ToDoubleFunction;

/** A counter whose count is what its total gained in the step that was ended last. */
final class GainCounter<T> extends AbstractMeter implements FunctionCounter {
  private final T counted;
  private final ToDoubleFunction<T> total;
  private double totalAtStepEnd;
  private volatile double gain;

  GainCounter(Id id, T counted, ToDoubleFunction<T> total) {
    super(id);
    this.counted = counted;
    this.total = total;
  }

  void endStep() {
    double now = total.applyAsDouble(counted);
    gain = now - totalAtStepEnd;
    totalAtStepEnd = now;
  }

  @Override
  public double count() {
    return gain;
  }
}
