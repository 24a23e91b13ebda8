package dev.redline.listener.meter;

import dev.redline.catalog.Setting;
import dev.redline.catalog.Settings;
import dev.redline.listener.run.Vitals;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where the run's meters are registered, and their way out: to CloudWatch if {@code
 * spark.redline.cloudwatch.enabled} says so (or on paper, {@code dry-run}), and to the registries
 * that {@code spark.redline.registries} names.
 *
 * <p>Building it starts every thread that CloudWatch will ever need ({@code redline-metrics} and
 * {@code redline-metrics-timeout}, daemons; none while CloudWatch is off) and does no I/O of its
 * own. It never throws and never delays the run: a region or credentials that are missing, a
 * permission that lacks, a host that does not answer, a registry that is not there each cost one
 * line in the log. Thread-safe.
 */
public final class MetricPublisher implements AutoCloseable {
  private final CompositeMeterRegistry registry = new CompositeMeterRegistry();
  private final PublishStatistics statistics = new PublishStatistics();
  private final Duration flushDeadline;
  private final boolean hasRunSeries;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final @Nullable CloudWatchPublisher cloudWatch;
  private final ForeignRegistries others;
  private volatile String runId = "";

  private MetricPublisher(Settings settings) {
    flushDeadline = settings.duration(Setting.FLUSH_DEADLINE);
    hasRunSeries = settings.isOn(Setting.CLOUDWATCH_RUN_ID);
    boolean isOn =
        settings.isOn(Setting.CLOUDWATCH_ENABLED) || settings.isOn(Setting.CLOUDWATCH_DRY_RUN);
    cloudWatch = isOn ? new CloudWatchPublisher(settings, statistics, () -> runId) : null;
    if (cloudWatch != null) {
      registry.add(cloudWatch.registry());
    }
    others = ForeignRegistries.named(settings.given(Setting.REGISTRIES, String.class).orElse(""));
    others.addTo(registry);
  }

  /** Starts publishing as the settings say. */
  public static MetricPublisher start(Settings settings) {
    return new MetricPublisher(settings);
  }

  /**
   * Registers the meters of a run, those about publishing itself included, and begins to publish.
   *
   * @param jobName the job's name, the same in every run; blank becomes {@code unnamed}
   * @param environment where the job runs
   * @param vitals the run's present values; called from publishing threads
   */
  public CatalogMeters meters(String jobName, String environment, Supplier<Vitals> vitals) {
    CatalogMeters meters = new CatalogMeters(registry, statistics, jobName, environment, vitals);
    begin();
    return meters;
  }

  /** Begins to publish what is registered, if it has not begun yet. */
  void begin() {
    if (cloudWatch != null) {
      cloudWatch.begin();
    }
  }

  /**
   * Tells the run's id as soon as it is known; what is published from then on has a series of the
   * run's own, if {@code spark.redline.cloudwatch.run-id} says so.
   */
  public void runId(String id) {
    if (hasRunSeries) {
      runId = id;
    }
  }

  PublishStatistics statistics() {
    return statistics;
  }

  /** Where the meters are. */
  public MeterRegistry registry() {
    return registry;
  }

  /**
   * Publishes what has not been published yet and ends. Only the first call does anything.
   *
   * @param deadline the longest time this may take, even when CloudWatch or another registry hangs;
   *     what is not published by then is given up
   */
  public void close(Duration deadline) {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    long endNanos = System.nanoTime() + deadline.toNanos();
    others.startClosing();
    if (cloudWatch != null) {
      cloudWatch.close(deadline);
    }
    others.awaitClosed(endNanos);
  }

  /** Closes within {@code spark.redline.flush.deadline}. */
  @Override
  public void close() {
    close(flushDeadline);
  }
}
