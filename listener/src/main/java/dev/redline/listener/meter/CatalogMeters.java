package dev.redline.listener.meter;

import dev.redline.catalog.Dimension;
import dev.redline.catalog.MeterKind;
import dev.redline.catalog.Metric;
import dev.redline.catalog.Presence;
import dev.redline.catalog.StopCause;
import dev.redline.listener.run.Vitals;
import dev.redline.listener.signal.ExecutorSize;
import dev.redline.listener.signal.LossCause;
import dev.redline.listener.signal.Memory;
import dev.redline.listener.signal.Signal;
import dev.redline.listener.signal.Signal.EventsDropped;
import dev.redline.listener.signal.Signal.ExecutorLost;
import dev.redline.listener.signal.Signal.FleetChanged;
import dev.redline.listener.signal.Signal.JobEnded;
import dev.redline.listener.signal.Signal.MemoryAssessed;
import dev.redline.listener.signal.Signal.RowsCounted;
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
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The meters of the catalog, no more and no fewer, on a registry: counters fed from signals, gauges
 * read from the run's vitals when the registry publishes, with the peaks since it last did.
 *
 * <p>Job and environment become dimension values; characters that CloudWatch refuses are replaced
 * (see {@link #dimensionValue}). Series that the catalog publishes only {@link
 * Presence#ONCE_IT_HAPPENED} exist from then on, since CloudWatch charges for every series.
 *
 * <p>Recording is meant for one thread, Spark's bus: O(1), no I/O, no lock, and no allocation
 * except where something happens for the first time. Gauges call the vitals' supplier from the
 * registry's thread.
 */
public final class CatalogMeters {
  private static final Map<Metric, ToDoubleFunction<Vitals>> VITALS = vitalsByGauge();

  private final MeterRegistry registry;
  private final PublishStatistics publishing;
  private final Tags job;
  private final Supplier<Vitals> vitals;
  private final Map<Metric, AtomicLong> counts = new EnumMap<>(Metric.class);
  private final Map<Metric, Peak> peaks = new EnumMap<>(Metric.class);
  private final Set<Metric> happened = ConcurrentHashMap.newKeySet();
  private final Map<LossCause, LongAdder> losses = new EnumMap<>(LossCause.class);
  private final Set<LossCause> causesSeen = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean ended = new AtomicBoolean();
  private volatile boolean alive = true;
  private boolean lastJobFailed;

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
    this(registry, new PublishStatistics(), jobName, environment, vitals);
  }

  CatalogMeters(
      MeterRegistry registry,
      PublishStatistics publishing,
      String jobName,
      String environment,
      Supplier<Vitals> vitals) {
    this.registry = registry;
    this.publishing = publishing;
    this.vitals = vitals;
    this.job =
        Tags.of(
            tag(Dimension.JOB_NAME, dimensionValue(jobName)),
            tag(Dimension.ENVIRONMENT, dimensionValue(environment)));
    for (LossCause cause : LossCause.values()) {
      losses.put(cause, new LongAdder());
    }
    peaks.put(Metric.PUBLISH_LATENCY, publishing.latencyMs());
    for (Metric metric : Metric.values()) {
      register(metric);
    }
    publishing.onCount(this::happened);
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
    } else if (signal instanceof MemoryAssessed assessed) {
      observe(assessed.memory());
    } else if (signal instanceof FleetChanged fleet) {
      peak(Metric.EXECUTORS_ALIVE, fleet.executors());
    } else if (signal instanceof JobEnded job) {
      lastJobFailed = !job.succeeded();
    } else if (signal instanceof RowsCounted rows) {
      recordRows(rows);
    } else if (signal instanceof EventsDropped dropped) {
      count(Metric.EVENTS_DROPPED, dropped.events());
    } else if (signal instanceof RunEnded end && ended.compareAndSet(false, true)) {
      recordEnd(end);
    }
  }

  /** Takes a measurement of an executor's memory, from wherever it came. */
  public void observe(Memory memory) {
    peak(Metric.MEMORY_LIVE_HEAP, percent(memory.liveHeapRatio()));
    peak(Metric.MEMORY_OVERHEAD, percent(memory.overheadRatio()));
    peak(Metric.MEMORY_PEAK_HEAP, percent(memory.heapRatio()));
    peak(Metric.MEMORY_CONTAINER, percent(memory.containerRatio()));
  }

  /**
   * Takes the highest memory use of an executor during a task.
   *
   * @param size what it was granted
   * @param heapBytes heap in use, or 0 where it is not measured
   * @param residentBytes resident memory of its processes, or 0 where it is not measured
   */
  public void observe(ExecutorSize size, long heapBytes, long residentBytes) {
    peak(Metric.MEMORY_OVERHEAD, 100 * size.overheadRatio(residentBytes));
    peak(Metric.MEMORY_PEAK_HEAP, 100 * size.heapRatio(heapBytes));
    peak(Metric.MEMORY_CONTAINER, 100 * size.containerRatio(residentBytes));
  }

  private void recordEnd(RunEnded end) {
    boolean failed = lastJobFailed || (end.exitCode() != null && end.exitCode() != 0);
    count(failed ? Metric.RUN_FAILED : Metric.RUN_COMPLETED, 1);
  }

  private void recordRows(RowsCounted rows) {
    countRows(Metric.ROWS_RAW, rows.raw());
    countRows(Metric.ROWS_REJECTED, rows.rejected());
    countRows(Metric.ROWS_DUPLICATES, rows.duplicates());
    countRows(Metric.ROWS_LOADED, rows.loaded());
  }

  private void countRows(Metric metric, @Nullable Long rows) {
    if (rows != null) {
      count(metric, rows);
    }
  }

  /** Counts that the guard stopped the run; an end that follows is no completion. */
  public void recordStop(StopCause cause) {
    if (ended.compareAndSet(false, true)) {
      count(Metric.RUN_STOPPED, 1);
      LongAdder one = new LongAdder();
      one.increment();
      counter(Metric.RUN_STOPS, job.and(tag(Dimension.CAUSE, cause.name())), one);
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
    AtomicLong count = counts.get(metric);
    if (count == null) {
      return;
    }
    // One thread counts, others read: an atomic addition would be the dearest part of a task.
    count.lazySet(count.get() + Math.max(0, amount));
    if (metric.presence() == Presence.ONCE_IT_HAPPENED) {
      happened(metric);
    }
  }

  /** From here on the metric has a series. */
  private void happened(Metric metric) {
    Number count = counted(metric);
    if (count != null && happened.add(metric)) {
      counter(metric, job, count);
    }
  }

  private @Nullable Number counted(Metric metric) {
    LongAdder published = publishing.counter(metric).orElse(null);
    return published == null ? counts.get(metric) : published;
  }

  private void peak(Metric metric, double value) {
    Peak peak = peaks.get(metric);
    if (peak != null) {
      peak.observe(value);
    }
  }

  private void register(Metric metric) {
    if (metric.dimensions().contains(Dimension.CAUSE)) {
      return;
    }
    if (metric.kind() == MeterKind.GAUGE) {
      gauge(metric);
      return;
    }
    if (publishing.counter(metric).isEmpty()) {
      counts.put(metric, new AtomicLong());
    }
    Number count = counted(metric);
    if (metric.presence() == Presence.ALWAYS && count != null) {
      counter(metric, job, count);
    }
  }

  private void counter(Metric metric, Tags tags, Number count) {
    FunctionCounter.builder(metric.meterName(), count, Number::doubleValue)
        .tags(tags)
        .baseUnit(metric.unit().cloudWatchName())
        .description(metric.description())
        .register(registry);
  }

  private void gauge(Metric metric) {
    Peaked value =
        new Peaked(
            peaks.computeIfAbsent(metric, m -> new Peak()),
            () -> present(metric),
            metric == Metric.EXECUTORS_ALIVE);
    // Registries hold what they measure weakly; the strong reference of a gauge keeps the counters.
    Gauge.builder(metric.meterName(), value, Peaked::now)
        .strongReference(true)
        .tags(job)
        .baseUnit(metric.unit().cloudWatchName())
        .description(metric.description())
        .register(registry);
  }

  private double present(Metric metric) {
    return switch (metric) {
      case GUARD_ALIVE -> alive ? 1 : 0;
      case PUBLISH_LATENCY -> Double.NaN;
      default -> {
        ToDoubleFunction<Vitals> value = VITALS.get(metric);
        if (value == null) {
          throw new IllegalStateException("no vital is known for the gauge " + metric.meterName());
        }
        yield value.applyAsDouble(vitals.get());
      }
    };
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
    vitals.put(Metric.GC_SHARE, v -> percent(v.gcRatio()));
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
