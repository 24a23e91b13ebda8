package dev.redline.listener;

import dev.redline.listener.GuardStarter.Watch;
import dev.redline.listener.signal.Signal;
import dev.redline.listener.spark.EventTranslator;
import dev.redline.listener.spark.SparkApplication;
import dev.redline.listener.spark.SparkConfiguration;
import java.util.function.Function;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerApplicationEnd;
import org.apache.spark.scheduler.SparkListenerApplicationStart;
import org.apache.spark.scheduler.SparkListenerEvent;
import org.apache.spark.scheduler.SparkListenerExecutorAdded;
import org.apache.spark.scheduler.SparkListenerExecutorExcluded;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerStageCompleted;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.jspecify.annotations.Nullable;

/**
 * The listener for {@code spark.extraListeners}: attach it with {@code --jars redline-agent.jar
 * --conf spark.extraListeners=dev.redline.listener.RedlineListener}.
 *
 * <p>Spark calls it on its listener bus. No callback throws, blocks or does I/O: an exception that
 * is no NonFatal would stop the SparkContext (ListenerBus.postToAll, Utils.tryOrStopSparkContext).
 */
public final class RedlineListener extends SparkListener {
  private final EventTranslator translator = new EventTranslator(System::currentTimeMillis);
  private final Function<SparkListenerEvent, @Nullable Signal> translation = this::translate;
  private final @Nullable Watch watch;

  /** Starts guarding the application of this configuration; never throws. Called by Spark. */
  public RedlineListener(SparkConf conf) {
    this.watch = start(conf);
  }

  private RedlineListener(@Nullable Watch watch) {
    this.watch = watch;
  }

  /** A listener for the application of a context that is being created; never throws. */
  static RedlineListener of(SparkContext context) {
    Watch watch = start(context.conf());
    if (watch != null) {
      watch.application().belongsTo(context);
    }
    return new RedlineListener(watch);
  }

  private static @Nullable Watch start(SparkConf conf) {
    try {
      return GuardStarter.start(
              () -> SparkConfiguration.of(conf),
              () -> new SparkApplication(conf, Thread.currentThread()))
          .orElse(null);
    } catch (Throwable t) {
      System.err.println("Redline could not be loaded and does not watch this run: " + t);
      return null;
    }
  }

  private void pass(SparkListenerEvent event) {
    if (watch != null) {
      watch.guard().accept(event, translation);
    }
  }

  private void passDrops() {
    if (watch != null) {
      watch.guard().accept(translator, EventTranslator::dropped);
    }
  }

  private @Nullable Signal translate(SparkListenerEvent event) {
    if (watch != null) {
      watch.application().observe(event);
    }
    return translator.translate(event);
  }

  /** The context was given up, perhaps before the application had started. */
  void contextStopped() {
    if (watch != null) {
      watch.application().release();
      watch.guard().finishUnlessStarted();
    }
  }

  @Override
  public void onApplicationStart(SparkListenerApplicationStart event) {
    pass(event);
  }

  @Override
  public void onApplicationEnd(SparkListenerApplicationEnd event) {
    passDrops();
    pass(event);
    if (watch != null) {
      // Also when the guard has failed and takes no events any more.
      watch.application().release();
      watch.guard().finish();
    }
  }

  @Override
  public void onJobStart(SparkListenerJobStart event) {
    pass(event);
  }

  @Override
  public void onJobEnd(SparkListenerJobEnd event) {
    pass(event);
  }

  @Override
  public void onStageSubmitted(SparkListenerStageSubmitted event) {
    pass(event);
  }

  @Override
  public void onStageCompleted(SparkListenerStageCompleted event) {
    passDrops();
    pass(event);
  }

  @Override
  public void onTaskStart(SparkListenerTaskStart event) {
    pass(event);
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd event) {
    pass(event);
  }

  @Override
  public void onExecutorAdded(SparkListenerExecutorAdded event) {
    pass(event);
  }

  @Override
  public void onExecutorRemoved(SparkListenerExecutorRemoved event) {
    pass(event);
  }

  @Override
  public void onExecutorExcluded(SparkListenerExecutorExcluded event) {
    pass(event);
  }

  @Override
  public void onExecutorMetricsUpdate(SparkListenerExecutorMetricsUpdate event) {
    passDrops();
    pass(event);
  }

  @Override
  public void onOtherEvent(SparkListenerEvent event) {
    pass(event);
  }
}
