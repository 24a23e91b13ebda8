package dev.redline.listener.spark;

import dev.redline.listener.action.Application;
import java.util.Optional;
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

  private final Thread main;

  /**
   * The application whose context is being created by this thread.
   *
   * @param main the thread that runs the user's program
   */
  public SparkApplication(Thread main) {
    this.main = main;
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
    return main.isAlive();
  }
}
