package dev.redline.listener.spark;

/** The queues of Spark's listener bus on which the guard may be. */
public final class EventQueue {
  /** The plugin's own. */
  public static final String OWN = "redline";

  /** Where listeners of {@code spark.extraListeners} share one. */
  static final String SHARED = "shared";

  private EventQueue() {}
}
