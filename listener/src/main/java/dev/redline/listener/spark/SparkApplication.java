package dev.redline.listener.spark;

import dev.redline.listener.action.Application;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.util.ShutdownHookManager;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkContext$;
import scala.Option;

/** The application of this JVM's active SparkContext. */
public final class SparkApplication implements Application {
  /**
   * A job sets this system property to a few words while it must not be interrupted, such as during
   * the commit of a load, and clears it afterwards. A property needs no class of the agent.
   */
  public static final String CRITICAL_SECTION = "redline.critical-section";

  /** The threads that run a user's program: in client mode, and in YARN's cluster mode. */
  private static final Set<String> MAIN_THREADS = Set.of("main", "Driver");

  private final List<Thread> program;

  /**
   * The application whose context is being created by a thread.
   *
   * @param creator the thread that creates the context; the user's program may also run in others
   */
  public SparkApplication(Thread creator) {
    List<Thread> threads = new ArrayList<>();
    threads.add(creator);
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (MAIN_THREADS.contains(thread.getName())) {
        threads.add(thread);
      }
    }
    this.program = List.copyOf(threads);
  }

  /**
   * Registers what the process does last. Hadoop runs its hooks in the order of their priority,
   * highest first, one after the other; Spark's own has a priority above 0, so this one runs when
   * the context is stopped and the event log is closed.
   */
  public static void onProcessEnd(Runnable hook) {
    ShutdownHookManager.get().addShutdownHook(hook, 0);
  }

  @Override
  public void cancelAllJobs(String reason) {
    Option<SparkContext> context = SparkContext$.MODULE$.getActive();
    if (context.isDefined() && !context.get().isStopped()) {
      context.get().cancelAllJobs();
    }
  }

  @Override
  public Optional<String> criticalSection() {
    return Optional.ofNullable(System.getProperty(CRITICAL_SECTION))
        .filter(section -> !section.isBlank());
  }

  @Override
  public boolean isMainRunning() {
    return program.stream().anyMatch(Thread::isAlive);
  }
}
