package dev.redline.listener;

import dev.redline.listener.signal.Signal;
import dev.redline.listener.spark.EventTranslator;
import dev.redline.listener.spark.SparkConfiguration;
import java.util.function.Function;
import org.apache.spark.SparkConf;
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
import org.jspecify.annotations.Nullable;

/**
 * The listener for {@code spark.extraListeners}: attach it with {@code --jars redline-agent.jar
 * --conf spark.extraListeners=dev.redline.listener.RedlineListener}.
 *
 * <p>Spark calls it on its listener bus. No callback throws, blocks or does I/O: an exception that
 * is no NonFatal would stop the SparkContext (ListenerBus.postToAll, Utils.tryOrStopSparkContext).
 */
public final class RedlineListener extends SparkListener {
  private final @Nullable Guard guard;

  /** Starts guarding the application of this configuration; never throws. Called by Spark. */
  public RedlineListener(SparkConf conf) {
    this.guard = GuardStarter.start(() -> SparkConfiguration.of(conf)).orElse(null);
  }

  private void pass(Function<EventTranslator, @Nullable Signal> translation) {
    if (guard != null) {
      guard.accept(translation);
    }
  }

  @Override
  public void onApplicationStart(SparkListenerApplicationStart event) {
    pass(t -> t.of(event));
  }

  @Override
  public void onApplicationEnd(SparkListenerApplicationEnd event) {
    pass(EventTranslator::dropped);
    pass(t -> t.of(event));
  }

  @Override
  public void onJobStart(SparkListenerJobStart event) {
    pass(t -> t.of(event));
  }

  @Override
  public void onJobEnd(SparkListenerJobEnd event) {
    pass(t -> t.of(event));
  }

  @Override
  public void onStageSubmitted(SparkListenerStageSubmitted event) {
    pass(t -> t.of(event));
  }

  @Override
  public void onStageCompleted(SparkListenerStageCompleted event) {
    pass(EventTranslator::dropped);
    pass(t -> t.of(event));
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd event) {
    pass(t -> t.of(event));
  }

  @Override
  public void onExecutorAdded(SparkListenerExecutorAdded event) {
    pass(t -> t.of(event));
  }

  @Override
  public void onExecutorRemoved(SparkListenerExecutorRemoved event) {
    pass(t -> t.of(event));
  }

  @Override
  public void onExecutorExcluded(SparkListenerExecutorExcluded event) {
    pass(t -> t.of(event));
  }

  @Override
  public void onOtherEvent(SparkListenerEvent event) {
    pass(t -> t.of(event));
  }

  @Override
  public void onExecutorMetricsUpdate(SparkListenerExecutorMetricsUpdate event) {
    pass(EventTranslator::dropped);
    pass(t -> t.of(event));
  }
}
