package dev.redline.listener.meter;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Registers everything once more, in a registry of another Micrometer. */
final class BridgeRegistry extends SimpleMeterRegistry {
  private final ForeignRegistry foreign;

  BridgeRegistry(ForeignRegistry foreign) {
    this.foreign = foreign;
  }

  @Override
  protected <T> FunctionCounter newFunctionCounter(
      Meter.Id id, T counted, ToDoubleFunction<T> total) {
    foreign.counter(id, () -> total.applyAsDouble(counted));
    return super.newFunctionCounter(id, counted, total);
  }

  @Override
  protected <T> Gauge newGauge(Meter.Id id, @Nullable T measured, ToDoubleFunction<T> value) {
    if (measured != null) {
      foreign.gauge(id, () -> value.applyAsDouble(measured));
    }
    return super.newGauge(id, measured, value);
  }
}
