package dev.redline.listener.meter;

import dev.redline.catalog.Setting;
import dev.redline.catalog.Settings;
import io.micrometer.cloudwatch2.CloudWatchConfig;
import io.micrometer.cloudwatch2.CloudWatchMeterRegistry;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import java.time.Duration;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatch.CloudWatchAsyncClient;

/**
 * Micrometer's CloudWatch registry without its threads and without its step clock: the caller says
 * when a step ends, and every function counter publishes what it gained since the step before.
 *
 * <p>Micrometer's own steps are windows of the wall clock; a driver that pauses for longer than one
 * loses the counts of it. Here nothing is lost however long a step takes. Not thread-safe: {@link
 * #publishStep} is called from one thread.
 */
final class CloudWatchStepRegistry extends CloudWatchMeterRegistry {

  CloudWatchStepRegistry(Settings settings, Duration step, CloudWatchAsyncClient client) {
    super(config(settings, step), Clock.SYSTEM, client);
  }

  /**
   * Ends the step: publishes what counters gained, the peaks of gauges that have some, and other
   * gauges as they are.
   */
  void publishStep() {
    for (Meter meter : getMeters()) {
      if (meter instanceof GainCounter<?> counter) {
        counter.endStep();
      } else if (meter instanceof StepGauge gauge) {
        gauge.endStep();
      }
    }
    publish();
  }

  @Override
  protected <T> FunctionCounter newFunctionCounter(
      Meter.Id id, T counted, ToDoubleFunction<T> total) {
    return new GainCounter<>(id, counted, total);
  }

  @Override
  protected <T> Gauge newGauge(Meter.Id id, @Nullable T measured, ToDoubleFunction<T> value) {
    return measured instanceof Peaked peaked
        ? new StepGauge(id, peaked)
        : super.newGauge(id, measured, value);
  }

  private static CloudWatchConfig config(Settings settings, Duration step) {
    return new CloudWatchConfig() {
      @Override
      public @Nullable String get(String key) {
        return null;
      }

      @Override
      public String namespace() {
        return settings.text(Setting.CLOUDWATCH_NAMESPACE);
      }

      @Override
      public Duration step() {
        return step;
      }

      /** Off, so that Micrometer starts no thread and publishes nothing on its own at close. */
      @Override
      public boolean enabled() {
        return false;
      }
    };
  }
}
