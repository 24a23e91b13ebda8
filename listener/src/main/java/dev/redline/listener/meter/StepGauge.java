package dev.redline.listener.meter;

import io.micrometer.core.instrument.AbstractMeter;
import io.micrometer.core.instrument.Gauge;

/** A gauge whose value is the highest that was there in the step that was ended last. */
final class StepGauge extends AbstractMeter implements Gauge {
  private final Peaked peaked;
  private final Peak.Window window;
  private double atStepEnd = Double.NaN;
  private volatile double highest = Double.NaN;

  StepGauge(Id id, Peaked peaked) {
    super(id);
    this.peaked = peaked;
    this.window = peaked.peak().open();
  }

  void endStep() {
    double observed = window.take();
    double now = peaked.now();
    highest =
        peaked.isLevel()
            ? Peak.higher(Peak.higher(atStepEnd, observed), now)
            : Double.isNaN(observed) ? now : observed;
    atStepEnd = now;
  }

  @Override
  public double value() {
    return highest;
  }
}
