package dev.redline.listener.spark;

import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.scheduler.SparkListenerEvent;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.jspecify.annotations.Nullable;

/**
 * What the job says must not be interrupted, such as the commit of a load. It says so in one of two
 * ways, neither of which needs a class of the agent:
 *
 * <ul>
 *   <li>the system property {@value #PROPERTY}, set to a few words while the section lasts;
 *   <li>Spark's local property of the same name, set by the thread that runs Spark jobs ({@code
 *       sc.setLocalProperty}): the jobs that this thread starts are sections while they run. What a
 *       thread does between its jobs is not seen.
 * </ul>
 *
 * <p>Thread-safe; memory grows with the running jobs that are sections.
 */
final class CriticalSections {
  static final String PROPERTY = "redline.critical-section";

  private final Map<Integer, String> byJob = new ConcurrentHashMap<>();

  /** Takes the start or the end of a job; any other event is ignored. */
  void observe(@Nullable SparkListenerEvent event) {
    if (event instanceof SparkListenerJobStart start) {
      Properties local = start.properties();
      words(local == null ? null : local.getProperty(PROPERTY))
          .ifPresent(words -> byJob.put(start.jobId(), words));
    } else if (event instanceof SparkListenerJobEnd end && !byJob.isEmpty()) {
      byJob.remove(end.jobId());
    }
  }

  /** The words of a section that lasts. */
  Optional<String> current() {
    return words(System.getProperty(PROPERTY)).or(() -> byJob.values().stream().findFirst());
  }

  private static Optional<String> words(@Nullable String text) {
    return Optional.ofNullable(text).filter(words -> !words.isBlank());
  }
}
