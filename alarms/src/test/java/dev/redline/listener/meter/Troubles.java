package dev.redline.listener.meter;

/** What happens to requests only while CloudWatch is in trouble. */
public final class Troubles {
  private Troubles() {}

  /** Counts one of each, and a request that was accepted. */
  public static void count(MetricPublisher publisher) {
    publisher.statistics().failed();
    publisher.statistics().retried(1);
    publisher.statistics().dropped(1);
    publisher.statistics().accepted(30);
  }
}
