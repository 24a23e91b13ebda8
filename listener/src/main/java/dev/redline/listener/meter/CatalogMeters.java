package dev.redline.listener.meter;

import dev.redline.catalog.Dimension;
import dev.redline.catalog.MeterKind;
import dev.redline.catalog.Metric;
import dev.redline.listener.run.Vitals;
import dev.redline.listener.signal.LossCause;
import dev.redline.listener.signal.Signal;
import dev.redline.listener.signal.Signal.ExecutorLost;
import dev.redline.listener.signal.Signal.RunEnded;
import dev.redline.listener.signal.Signal.TaskEnded;
import dev.redline.listener.signal.TaskWork;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The meters of the catalog, no more and no fewer, on a registry: counters fed from signals, gauges
 * read from the run's vitals when the registry publishes.
 *
 * <p>Job and environment become dimension values; characters that CloudWatch refuses are replaced
 * (see {@link #dimensionValue}). The series of a loss cause exists from the first loss of that
 * cause on, since CloudWatch charges for every series.
 *
 * <p>Recording is meant for Spark's bus thread: O(1), no I/O, no lock, and no allocation except for
 * the first loss of a cause. Gauges call the vitals' supplier from the registry's thread.
 */
public final class CatalogMeters {
  private static final Map<Metric, ToDoubleFunction<Vitals>> VITALS = vitalsByGauge();

  private final MeterRegistry registry;
  private final Tags job;
  private final Supplier<Vitals> vitals;
  private final Map<Metric, LongAdder> counts = new EnumMap<>(Metric.class);
  private final Map<LossCause, LongAdder> losses = new EnumMap<>(LossCause.class);
  private final Set<LossCause> causesSeen = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean ended = new AtomicBoolean();
  private volatile boolean alive = true;

  /**
   * Registers the meters.
   *
   * @param registry where to; it keeps these meters reachable for as long as it is
   * @param jobName the job's name, the same in every run; blank becomes {@code unnamed}
   * @param environment where the job runs
   * @param vitals the run's present values; called from the registry's thread, once for each gauge
   */
  public CatalogMeters(
      MeterRegistry registry, String jobName, String environment, Supplier<Vitals> vitals) {
    this.registry = registry;
    this.vitals = vitals;
    this.job =
        Tags.of(
            tag(Dimension.JOB_NAME, dimensionValue(jobName)),
            tag(Dimension.ENVIRONMENT, dimensionValue(environment)));
    for (LossCause cause : LossCause.values()) {
      losses.put(cause, new LongAdder());
    }
    for (Metric metric : Metric.values()) {
      register(metric);
    }
  }

  /**
   * The value under which a job's or an environment's name is published: the name itself unless it
   * is blank, longer than 1024 characters, or holds characters other than printable ASCII. Alarms
   * and dashboards must be given this value.
   */
  public static String dimensionValue(String name) {
    return DimensionValue.of(name);
  }

  /** Counts what a signal says. Signals that no counter is about are ignored. */
  public void record(Signal signal) {
    if (signal instanceof TaskEnded task) {
      recordTask(task);
    } else if (signal instanceof ExecutorLost lost) {
      recordLoss(lost);
    } else if (signal instanceof RunEnded && ended.compareAndSet(false, true)) {
      count(Metric.RUN_COMPLETED, 1);
    }
  }

  /** Counts that the guard stopped the run; an end that follows is no completion. */
  public void recordStop() {
    if (ended.compareAndSet(false, true)) {
      count(Metric.RUN_STOPPED, 1);
    }
  }

  /** Counts a failure of the guard's own code, after which it no longer watches. */
  public void recordFailure() {
    alive = false;
    count(Metric.GUARD_FAILURES, 1);
  }

  private void recordTask(TaskEnded task) {
    TaskWork work = task.work();
    count(Metric.TASKS_FINISHED, 1);
    if (task.outcome().isFailure()) {
      count(Metric.TASKS_FAILED, 1);
    }
    count(Metric.SHUFFLE_WRITTEN, work.shuffleWriteBytes());
    if (task.isRepeatedWork()) {
      count(Metric.SHUFFLE_REPEATED, work.shuffleWriteBytes());
    }
    count(Metric.SPILL_DISK, work.spillDiskBytes());
  }

  private void recordLoss(ExecutorLost lost) {
    LossCause cause = lost.loss().cause();
    LongAdder count = losses.get(cause);
    if (count == null) {
      return;
    }
    count.increment();
    if (causesSeen.add(cause)) {
      counter(Metric.EXECUTOR_LOSSES, job.and(tag(Dimension.CAUSE, cause.name())), count);
    }
    if (lost.loss().counted()) {
      count(Metric.EXECUTOR_LOSSES_COUNTED, 1);
    }
  }

  private void count(Metric metric, long amount) {
    LongAdder count = counts.get(metric);
    if (count != null && amount > 0) {
      count.add(amount);
    }
  }

  private void register(Metric metric) {
    if (metric.dimensions().contains(Dimension.CAUSE)) {
      return;
    }
    if (metric.kind() == MeterKind.COUNTER) {
      LongAdder count = new LongAdder();
      counts.put(metric, count);
      counter(metric, job, count);
    } else {
      gauge(metric);
    }
  }

  private void counter(Metric metric, Tags tags, LongAdder count) {
    FunctionCounter.builder(metric.meterName(), count, LongAdder::doubleValue)
        .tags(tags)
        .baseUnit(metric.unit().cloudWatchName())
        .description(metric.description())
        .register(registry);
  }

  private void gauge(Metric metric) {
    ToDoubleFunction<CatalogMeters> value =
        metric == Metric.GUARD_ALIVE ? meters -> meters.alive ? 1 : 0 : valueOf(metric);
    // Registries hold what they measure weakly; the strong reference of a gauge keeps the counters.
    Gauge.builder(metric.meterName(), this, value)
        .strongReference(true)
        .tags(job)
        .baseUnit(metric.unit().cloudWatchName())
        .description(metric.description())
        .register(registry);
  }

  private static ToDoubleFunction<CatalogMeters> valueOf(Metric metric) {
    ToDoubleFunction<Vitals> value = VITALS.get(metric);
    if (value == null) {
      throw new IllegalStateException("no vital is known for the gauge " + metric.meterName());
    }
    return meters -> value.applyAsDouble(meters.vitals.get());
  }

  private static Map<Metric, ToDoubleFunction<Vitals>> vitalsByGauge() {
    Map<Metric, ToDoubleFunction<Vitals>> vitals = new EnumMap<>(Metric.class);
    vitals.put(Metric.SHUFFLE_TOTAL, Vitals::shuffleWriteBytes);
    vitals.put(Metric.MEMORY_LIVE_HEAP, v -> percent(v.memory().liveHeapRatio()));
    vitals.put(Metric.MEMORY_OVERHEAD, v -> percent(v.memory().overheadRatio()));
    vitals.put(Metric.MEMORY_PEAK_HEAP, v -> percent(v.memory().heapRatio()));
    vitals.put(Metric.MEMORY_CONTAINER, v -> percent(v.memory().containerRatio()));
    vitals.put(Metric.EXECUTORS_ALIVE, Vitals::executors);
    vitals.put(Metric.WORKER_UTILIZATION, v -> percent(v.utilizationRatio()));
    return vitals;
  }

  /** NaN, which registries do not publish, where nothing was measured. */
  private static double percent(@Nullable Double ratio) {
    return ratio == null ? Double.NaN : 100 * ratio;
  }

  private static Tag tag(Dimension dimension, String value) {
    return Tag.of(dimension.key(), value);
  }
}
