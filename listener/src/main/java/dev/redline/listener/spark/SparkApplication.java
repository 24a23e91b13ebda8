package dev.redline.listener.spark;

import dev.redline.listener.action.Application;
import dev.redline.listener.run.Storage;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.util.ShutdownHookManager;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkContext$;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.scheduler.SparkListenerApplicationEnd;
import org.apache.spark.scheduler.SparkListenerEvent;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Option;

/** The application of this JVM's active SparkContext. Thread-safe. */
public final class SparkApplication implements Application {
  private static final Logger LOG = LoggerFactory.getLogger(SparkApplication.class);

  /** The threads that run a user's program: in client mode, and in YARN's cluster mode. */
  private static final Set<String> MAIN_THREADS = Set.of("main", "Driver");

  private final SparkConf conf;
  private final List<Thread> program;
  private final CriticalSections sections = new CriticalSections();
  private volatile @Nullable Configuration hadoop;
  private volatile WeakReference<@Nullable SparkContext> context = new WeakReference<>(null);

  /**
   * The application whose context is being created by a thread.
   *
   * @param conf its configuration
   * @param creator the thread that creates the context; the user's program may also run in others
   */
  public SparkApplication(SparkConf conf, Thread creator) {
    this.conf = conf;
    List<Thread> threads = new ArrayList<>();
    threads.add(creator);
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (MAIN_THREADS.contains(thread.getName())) {
        threads.add(thread);
      }
    }
    this.program = List.copyOf(threads);
  }

  /** Names its context, where that is known already. */
  public void belongsTo(SparkContext itsContext) {
    context = new WeakReference<>(itsContext);
  }

  /** Claims the application for a guard; false where it has one already. */
  public boolean claim() {
    return Attachment.claim(conf);
  }

  @Override
  public boolean drawsProgress() {
    return conf.getBoolean("spark.ui.showConsoleProgress", false);
  }

  /** Gives up what {@link #claim} took, once the application has ended. */
  public void release() {
    Attachment.release(conf);
  }

  /**
   * Registers what the process does last. Hadoop runs its hooks in the order of their priority,
   * highest first, one after the other; Spark's own has a priority above 0, so this one runs when
   * the context is stopped and the event log is closed.
   *
   * @return takes the hook away again, if the process is not ending already
   */
  public static Runnable onProcessEnd(Runnable hook) {
    ShutdownHookManager hooks = ShutdownHookManager.get();
    hooks.addShutdownHook(hook, 0);
    return () -> {
      if (!hooks.isShutdownInProgress()) {
        hooks.removeShutdownHook(hook);
      }
    };
  }

  /** Takes what an event tells of the application; called on the listener bus. */
  public void observe(@Nullable SparkListenerEvent event) {
    sections.observe(event);
    if (event instanceof SparkListenerJobStart && context.get() == null) {
      activeContext().ifPresent(this::belongsTo);
    }
    if (event instanceof SparkListenerApplicationEnd) {
      release();
      // Soon there will be no context to ask. The active one is not asked for: whoever creates a
      // context holds the lock for that, and would wait for this thread if the creation failed.
      SparkContext itsContext = context.get();
      hadoop = itsContext == null ? null : itsContext.hadoopConfiguration();
    }
  }

  /** Where the application can write: any file system, with its own credentials. */
  public Storage storage() {
    return new HadoopStorage(this::hadoopConfiguration);
  }

  /**
   * Hadoop's configuration of the application, with what the program may have set on its context,
   * such as credentials.
   */
  private Configuration hadoopConfiguration() {
    Configuration atEnd = hadoop;
    return atEnd != null
        ? atEnd
        : activeContext()
            .map(SparkContext::hadoopConfiguration)
            .orElseGet(() -> SparkHadoopUtil.get().newConfiguration(conf));
  }

  private static Optional<SparkContext> activeContext() {
    Option<SparkContext> context = SparkContext$.MODULE$.getActive();
    return context.isDefined() ? Optional.of(context.get()) : Optional.empty();
  }

  @Override
  public void cancelAllJobs(String reason) {
    Optional<SparkContext> active = activeContext().filter(context -> !context.isStopped());
    if (active.isPresent()) {
      cancelEach(active.get(), reason);
      active.get().cancelAllJobs();
    }
  }

  /** With the reason, which then reaches the program in its exception. */
  private static void cancelEach(SparkContext context, String reason) {
    try {
      for (int job : context.statusTracker().getActiveJobIds()) {
        context.cancelJob(job, reason);
      }
    } catch (RuntimeException | LinkageError e) {
      LOG.debug("Jobs are cancelled without a reason", e);
    }
  }

  @Override
  public Optional<String> criticalSection() {
    return sections.current();
  }

  @Override
  public boolean isMainRunning() {
    return program.stream().anyMatch(Thread::isAlive);
  }

  @Override
  public boolean isOver() {
    SparkContext itsContext = context.get();
    return itsContext != null && itsContext.isStopped();
  }

  /** Python started by spark-submit would go on alone, and only fail at its next word to Spark. */
  @Override
  public void endCompanions() {
    ProcessHandle.current()
        .children()
        .filter(SparkApplication::isPython)
        .forEach(ProcessHandle::destroy);
  }

  private static boolean isPython(ProcessHandle process) {
    return process
        .info()
        .command()
        .map(command -> String.valueOf(Path.of(command).getFileName()))
        .filter(name -> name.startsWith("python") || name.startsWith("pypy"))
        .isPresent();
  }
}
