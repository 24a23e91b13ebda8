package dev.redline.listener;

import dev.redline.listener.spark.EventQueue;
import java.util.Map;
import org.apache.spark.SparkContext;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The plugin for {@code spark.plugins}, for where another listener owns {@code
 * spark.extraListeners}. It gives the agent a queue of its own on the listener bus, so that slow
 * neighbours neither delay nor drop its events. Attach the listener or the plugin, not both.
 */
public final class RedlinePlugin implements SparkPlugin {
  private static final Logger LOG = LoggerFactory.getLogger(RedlinePlugin.class);

  @Override
  public DriverPlugin driverPlugin() {
    return new Driver();
  }

  private static final class Driver implements DriverPlugin {
    private @Nullable RedlineListener listener;

    @Override
    public Map<String, String> init(SparkContext context, PluginContext plugin) {
      listener = attach(context);
      return Map.of();
    }

    /** Also called where the context could not be created, and no event will ever come. */
    @Override
    public void shutdown() {
      if (listener != null) {
        listener.contextStopped();
      }
    }
  }

  private static @Nullable RedlineListener attach(SparkContext context) {
    try {
      RedlineListener listener = RedlineListener.of(context);
      try {
        context.listenerBus().addToQueue(listener, EventQueue.OWN);
      } catch (LinkageError e) {
        LOG.info("This Spark has no queues for plugins; Redline joins the shared one", e);
        context.addSparkListener(listener);
      }
      return listener;
    } catch (Throwable t) {
      LOG.warn("Redline could not be attached and does not watch this run; the job goes on", t);
      return null;
    }
  }

  @Override
  public @Nullable ExecutorPlugin executorPlugin() {
    return null;
  }
}
