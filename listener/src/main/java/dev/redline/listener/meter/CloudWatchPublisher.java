package dev.redline.listener.meter;

import dev.redline.catalog.Setting;
import dev.redline.catalog.Settings;
import dev.redline.listener.meter.Outbox.Rest;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes a registry to CloudWatch, step by step, on two daemon threads of its own that run from
 * construction on: one publishes, one watches over the SDK's timeouts.
 */
final class CloudWatchPublisher {
  private static final Logger log = LoggerFactory.getLogger(CloudWatchPublisher.class);

  /** CloudWatch's finest resolution. */
  private static final Duration SHORTEST_STEP = Duration.ofSeconds(1);

  /**
   * Soon after the start, so that a missing permission is known while somebody still looks, and so
   * that loading the SDK (seconds on a busy driver) does not eat up the deadline of the last flush.
   */
  private static final Duration FIRST_PUBLICATION = Duration.ofSeconds(1);

  /** Between attempts of the last flush. */
  private static final Duration LAST_PAUSE = Duration.ofMillis(200);

  /** The rest is for what no timeout covers, so that the deadline is kept by all means. */
  private static final double FLUSH_SHARE = 0.9;

  private final ScheduledThreadPoolExecutor timeouts = startedThread("redline-metrics-timeout");
  private final ScheduledThreadPoolExecutor publisher = startedThread("redline-metrics");
  private final Channel channel;
  private final Outbox outbox;
  private final CloudWatchStepRegistry registry;
  private final long stepNanos;
  private @Nullable ScheduledFuture<?> steps;
  private long publishedAtNanos;
  private volatile boolean overrun;

  /**
   * A publisher whose threads have started.
   *
   * @param runId the run's id, for series of its own; empty while there shall be none
   */
  CloudWatchPublisher(Settings settings, PublishStatistics statistics, Supplier<String> runId) {
    Duration step = step(settings);
    stepNanos = step.toNanos();
    publishedAtNanos = System.nanoTime() - stepNanos;
    String namespace = settings.text(Setting.CLOUDWATCH_NAMESPACE);
    boolean isDry = settings.isOn(Setting.CLOUDWATCH_DRY_RUN);
    channel =
        isDry ? new DryRun(System.err, step) : new CloudWatchSender(settings, timeouts, statistics);
    outbox =
        new Outbox(
            namespace,
            settings.bytes(Setting.CLOUDWATCH_QUEUE),
            channel,
            EmfTarget.of(settings).sink(namespace).orElse(null),
            statistics);
    SeriesLimit limit =
        new SeriesLimit(settings.count(Setting.CLOUDWATCH_SERIES_LIMIT), statistics);
    registry =
        new CloudWatchStepRegistry(
            settings,
            step,
            new CatalogClient(new RunSeries(runId, limit), statistics, outbox::add));
    log.info(
        "Metrics are {} CloudWatch, namespace {}, every {} s",
        isDry ? "printed instead of published to" : "published to",
        namespace,
        step.toSeconds());
  }

  MeterRegistry registry() {
    return registry;
  }

  /** Begins with the steps, once there are meters: the first publication then has all of them. */
  synchronized void begin() {
    if (steps == null && !publisher.isShutdown()) {
      steps =
          publisher.scheduleAtFixedRate(
              this::publishIfDue, FIRST_PUBLICATION.toNanos(), stepNanos, TimeUnit.NANOSECONDS);
    }
  }

  private synchronized void endSteps() {
    if (steps != null) {
      steps.cancel(false);
    }
  }

  /**
   * Publishes the last step and what still waits, and ends, within the deadline whatever CloudWatch
   * does. A request that hangs is left behind, uninterrupted: the SDK's timeouts end it.
   */
  void close(Duration deadline) {
    long endNanos = System.nanoTime() + (long) (FLUSH_SHARE * deadline.toNanos());
    endSteps();
    Future<?> last = publisher.submit(() -> publishLast(endNanos, deadline));
    try {
      last.get(deadline.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      overrun = true;
      tellUnpublished("The last metrics", deadline);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      log.warn("The last metrics of the run were not published", e.getCause());
    } finally {
      publisher.shutdown();
    }
  }

  /** After a pause of several steps they all come due at once; one publication is enough. */
  private void publishIfDue() {
    if (System.nanoTime() - publishedAtNanos >= stepNanos / 2) {
      publish();
    }
  }

  private static void tellUnpublished(String what, Duration deadline) {
    log.warn(
        "{} of the run were not published within {} ms ({})",
        what,
        deadline.toMillis(),
        Setting.FLUSH_DEADLINE.key());
  }

  private void publishLast(long endNanos, Duration deadline) {
    try {
      endStep();
      if (flushUntil(endNanos) == Rest.SOON && !overrun) {
        tellUnpublished(outbox.waiting() + " values of the metrics", deadline);
      }
      registry.close();
      channel.close();
    } finally {
      timeouts.shutdownNow();
    }
  }

  /** What fails is tried again after a pause, as long as there is time. */
  private Rest flushUntil(long endNanos) {
    Rest rest = Rest.SOON;
    while (rest == Rest.SOON && !overrun) {
      Duration left = Duration.ofNanos(endNanos - System.nanoTime());
      if (left.isNegative() || left.isZero()) {
        break;
      }
      rest = outbox.flush(left);
      if (rest == Rest.SOON) {
        LockSupport.parkNanos(Math.min(LAST_PAUSE.toNanos(), endNanos - System.nanoTime()));
      }
    }
    return rest;
  }

  private void publish() {
    try {
      endStep();
      outbox.flush();
    } catch (RuntimeException | LinkageError e) {
      // An exception would end the schedule.
      log.debug("A step was not published", e);
    }
  }

  private void endStep() {
    publishedAtNanos = System.nanoTime();
    registry.publishStep();
  }

  private static Duration step(Settings settings) {
    Duration step = settings.duration(Setting.CLOUDWATCH_STEP);
    if (step.compareTo(SHORTEST_STEP) >= 0) {
      return step;
    }
    log.warn(
        "{} must be at least {} s, was {} ms; using {} s",
        Setting.CLOUDWATCH_STEP.key(),
        SHORTEST_STEP.toSeconds(),
        step.toMillis(),
        SHORTEST_STEP.toSeconds());
    return SHORTEST_STEP;
  }

  private static ScheduledThreadPoolExecutor startedThread(String name) {
    ThreadFactory daemons =
        task -> {
          Thread thread = new Thread(task, name);
          thread.setDaemon(true);
          // Whoever creates the SparkContext may have a class loader that knows nothing of the SDK.
          thread.setContextClassLoader(CloudWatchPublisher.class.getClassLoader());
          return thread;
        };
    ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, daemons);
    executor.setRemoveOnCancelPolicy(true);
    executor.prestartAllCoreThreads();
    return executor;
  }
}
