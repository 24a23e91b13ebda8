package dev.redline.listener.meter;

import dev.redline.listener.meter.Channel.Outcome;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataRequest;

/**
 * Values on their way to CloudWatch, oldest first: what cannot be sent is kept, with the times at
 * which it was measured, and sent again with the next step. The queue is bounded; what is too much
 * pushes out the oldest. Used by one thread.
 */
final class Outbox {
  private static final Logger log = LoggerFactory.getLogger(Outbox.class);

  /** With the SDK's retries; below the shortest useful step, so that steps do not pile up. */
  static final Duration CALL_TIMEOUT = Duration.ofSeconds(12);

  private final String namespace;
  private final long maxBytes;
  private final Channel channel;
  private final @Nullable Consumer<List<MetricDatum>> fallback;
  private final PublishStatistics statistics;
  private final Deque<Batch> queue = new ArrayDeque<>();
  private long queuedBytes;
  private boolean isRetry;
  private boolean hasAccepted;
  private boolean overflowTold;
  private boolean refusalTold;

  /**
   * An empty outbox.
   *
   * @param namespace CloudWatch's
   * @param maxBytes the size that waiting batches may have together, by their own estimate
   * @param fallback takes values for which the permission is missing; null to keep them waiting
   */
  Outbox(
      String namespace,
      long maxBytes,
      Channel channel,
      @Nullable Consumer<List<MetricDatum>> fallback,
      PublishStatistics statistics) {
    this.namespace = namespace;
    this.maxBytes = maxBytes;
    this.channel = channel;
    this.fallback = fallback;
    this.statistics = statistics;
  }

  /** Queues values behind those that wait. */
  void add(List<MetricDatum> data) {
    for (Batch batch : Batch.of(data)) {
      queue.addLast(batch);
      queuedBytes += batch.bytes();
    }
    while (queuedBytes > maxBytes && queue.size() > 1) {
      drop(remove());
    }
  }

  /** What became of what waited. */
  enum Rest {
    /** Nothing waits any more. */
    NONE,
    /** Some waits, and may be sent soon. */
    SOON,
    /** Some waits for somebody to mend what hinders it. */
    HINDERED
  }

  /** Sends what waits until all is sent or a request fails. */
  void flush() {
    flush(CALL_TIMEOUT);
  }

  /**
   * Sends what waits until all is sent or a request fails.
   *
   * @param atMost the longest time that one request may take
   */
  Rest flush(Duration atMost) {
    while (!queue.isEmpty()) {
      Outcome outcome = send(queue.getFirst(), atMost);
      isRetry = true;
      if (outcome == Outcome.FAILED) {
        return Rest.SOON;
      }
      if (outcome == Outcome.HINDERED || (outcome == Outcome.DENIED && fallback == null)) {
        return Rest.HINDERED;
      }
      switch (outcome) {
        case DENIED -> fallBack();
        case REFUSED -> halve();
        default -> {
          hasAccepted = true;
          remove();
        }
      }
      isRetry = false;
    }
    return Rest.NONE;
  }

  private Outcome send(Batch batch, Duration atMost) {
    if (isRetry) {
      statistics.retried(1);
    }
    PutMetricDataRequest request =
        PutMetricDataRequest.builder().namespace(namespace).metricData(batch.data()).build();
    long start = System.nanoTime();
    Outcome outcome = channel.send(request, atMost);
    if (outcome == Outcome.ACCEPTED) {
      statistics.accepted(Duration.ofNanos(System.nanoTime() - start).toMillis());
    } else {
      statistics.failed();
    }
    return outcome;
  }

  /** Every batch would be denied: one request is enough to know it. */
  private void fallBack() {
    while (!queue.isEmpty()) {
      List<MetricDatum> data = remove().data();
      if (fallback != null) {
        fallback.accept(data);
      }
    }
  }

  /**
   * One value may spoil a request, and halving finds it; where CloudWatch never took anything, it
   * is not the values that are wrong.
   */
  private void halve() {
    Batch batch = remove();
    if (batch.data().size() == 1 || !hasAccepted) {
      statistics.dropped(batch.data().size());
      if (!refusalTold) {
        refusalTold = true;
        log.warn(
            "CloudWatch refuses {} values, and they are dropped, the first of them {}",
            batch.data().size(),
            batch.data().get(0));
      }
      return;
    }
    List<Batch> halves = batch.halves();
    for (int i = halves.size() - 1; i >= 0; i--) {
      queue.addFirst(halves.get(i));
      queuedBytes += halves.get(i).bytes();
    }
  }

  /** Values that wait. */
  long waiting() {
    return queue.stream().mapToLong(batch -> batch.data().size()).sum();
  }

  private Batch remove() {
    Batch batch = queue.removeFirst();
    queuedBytes -= batch.bytes();
    return batch;
  }

  private void drop(Batch batch) {
    statistics.dropped(batch.data().size());
    if (!overflowTold) {
      overflowTold = true;
      log.warn(
          "More than {} bytes of metrics wait to be published; the oldest are dropped from now on",
          maxBytes);
    }
  }
}
