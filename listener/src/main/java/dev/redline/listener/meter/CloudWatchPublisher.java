package dev.redline.listener.meter;

import dev.redline.catalog.Setting;
import dev.redline.catalog.Settings;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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

  private final ScheduledThreadPoolExecutor timeouts = startedThread("redline-metrics-timeout");
  private final ScheduledThreadPoolExecutor publisher = startedThread("redline-metrics");
  private final CloudWatchSender sender;
  private final CloudWatchStepRegistry registry;
  private final ScheduledFuture<?> steps;
  private final long stepNanos;
  private long publishedAtNanos;

  CloudWatchPublisher(Settings settings, PublishStatistics statistics) {
    Duration step = step(settings);
    stepNanos = step.toNanos();
    publishedAtNanos = System.nanoTime() - stepNanos;
    sender = new CloudWatchSender(settings, timeouts, statistics);
    registry = new CloudWatchStepRegistry(settings, step, new CatalogClient(sender));
    steps =
        publisher.scheduleAtFixedRate(
            this::publishIfDue, FIRST_PUBLICATION.toNanos(), stepNanos, TimeUnit.NANOSECONDS);
    log.info(
        "Metrics are published to CloudWatch, namespace {}, every {} s",
        settings.text(Setting.CLOUDWATCH_NAMESPACE),
        step.toSeconds());
  }

  MeterRegistry registry() {
    return registry;
  }

  /**
   * Publishes the last step and ends, within the deadline whatever CloudWatch does. A publication
   * that hangs is left behind, uninterrupted: the SDK's timeouts end it.
   */
  void close(Duration deadline) {
    steps.cancel(false);
    Future<?> last = publisher.submit(this::publishLast);
    try {
      last.get(deadline.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      sender.fallSilent();
      log.warn(
          "The last metrics of the run were not published within {} ms ({})",
          deadline.toMillis(),
          Setting.FLUSH_DEADLINE.key());
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

  private void publishLast() {
    try {
      publish();
      registry.close();
      sender.close();
    } finally {
      timeouts.shutdownNow();
    }
  }

  private void publish() {
    publishedAtNanos = System.nanoTime();
    try {
      registry.publishStep();
    } catch (RuntimeException | LinkageError e) {
      // An exception would end the schedule.
      log.debug("A step was not published", e);
    }
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
