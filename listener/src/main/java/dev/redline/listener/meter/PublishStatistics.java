package dev.redline.listener.meter;

import dev.redline.catalog.Metric;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/** What publishing itself did, counted since the start. Thread-safe. */
final class PublishStatistics {
  private final Map<Metric, LongAdder> counters =
      new EnumMap<>(
          Map.of(
              Metric.PUBLISH_FAILURES, new LongAdder(),
              Metric.PUBLISH_RETRIES, new LongAdder(),
              Metric.PUBLISH_DROPPED, new LongAdder()));
  private final Peak latencyMs = new Peak();
  private final List<Consumer<Metric>> listeners = new CopyOnWriteArrayList<>();

  /** A request failed after all its attempts. */
  void failed() {
    count(Metric.PUBLISH_FAILURES, 1);
  }

  /** A request that had failed was sent again. */
  void retried(long attempts) {
    count(Metric.PUBLISH_RETRIES, attempts);
  }

  /** Values were given up. */
  void dropped(long values) {
    count(Metric.PUBLISH_DROPPED, values);
  }

  /** A request was accepted. */
  void accepted(long tookMs) {
    latencyMs.observe(tookMs);
  }

  Peak latencyMs() {
    return latencyMs;
  }

  /** The total behind a metric, if it is one of these. */
  Optional<LongAdder> counter(Metric metric) {
    return Optional.ofNullable(counters.get(metric));
  }

  /** Tells of every metric that is counted, now and from now on. */
  void onCount(Consumer<Metric> listener) {
    listeners.add(listener);
    counters.forEach(
        (metric, count) -> {
          if (count.sum() > 0) {
            listener.accept(metric);
          }
        });
  }

  private void count(Metric metric, long amount) {
    LongAdder counter = counters.get(metric);
    if (counter != null && amount > 0) {
      counter.add(amount);
      listeners.forEach(listener -> listener.accept(metric));
    }
  }
}
