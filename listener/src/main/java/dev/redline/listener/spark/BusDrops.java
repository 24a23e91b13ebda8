package dev.redline.listener.spark;

import com.codahale.metrics.Counter;
import java.util.Map;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkContext$;
import org.jspecify.annotations.Nullable;
import scala.Option;

/**
 * Counts the events that Spark's listener bus dropped before the guard saw them, as Spark itself
 * counts them: the counter {@code queue.<name>.numDroppedEvents} of the queue that the guard is on
 * (AsyncEventQueue, 3.5 and 4.1). Used by one thread, the listener bus.
 */
final class BusDrops {
  private static final String COUNTER = "queue.%s.numDroppedEvents";

  private @Nullable Counter counter;
  private boolean absent;
  private long told;

  /** Events dropped since the last call; 0 until the context is up. */
  long take() {
    if (counter == null && !absent) {
      counter = findOrGiveUp();
    }
    if (counter == null) {
      return 0;
    }
    long total = counter.getCount();
    long gained = total - told;
    told = total;
    return Math.max(0, gained);
  }

  /** A Spark of a vendor's own may count otherwise, which is no reason to stop watching it. */
  private @Nullable Counter findOrGiveUp() {
    try {
      return find();
    } catch (RuntimeException | LinkageError e) {
      absent = true;
      return null;
    }
  }

  private static @Nullable Counter find() {
    Option<SparkContext> context = SparkContext$.MODULE$.getActive();
    if (context.isEmpty()) {
      return null;
    }
    Map<String, Counter> counters =
        context.get().listenerBus().metrics().metricRegistry().getCounters();
    Counter own = counters.get(COUNTER.formatted(EventQueue.OWN));
    return own == null ? counters.get(COUNTER.formatted(EventQueue.SHARED)) : own;
  }
}
