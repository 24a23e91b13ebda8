package dev.redline.listener.loss;

import java.util.Optional;

/** Reads the container statuses that Spark on Kubernetes appends to a reason. */
final class ContainerStatuses {
  private static final String CONTAINER = "container name: ";

  /** Spark's own name of the container (Constants.DEFAULT_EXECUTOR_CONTAINER_NAME). */
  private static final String EXECUTOR = "spark-kubernetes-executor";

  private ContainerStatuses() {}

  /**
   * The status of the container that ran the executor, if it is told: the one with Spark's own
   * name, or whose name speaks of an executor or of Spark, else the only one.
   *
   * @param text a reason with its whitespace reduced
   */
  static Optional<String> ofExecutor(String text) {
    int start = text.indexOf(CONTAINER);
    if (start < 0) {
      return Optional.empty();
    }
    String[] statuses = text.substring(start + CONTAINER.length()).split(CONTAINER, -1);
    return named(statuses, EXECUTOR)
        .or(() -> named(statuses, "executor"))
        .or(() -> named(statuses, "spark"))
        .or(() -> statuses.length == 1 ? Optional.of(statuses[0]) : Optional.empty());
  }

  /** Whether a status says that its container has not ended. */
  static boolean isAlive(String status) {
    return status.contains("container state: running")
        || status.contains("container state: waiting");
  }

  private static Optional<String> named(String[] statuses, String part) {
    for (String status : statuses) {
      int end = status.indexOf(' ');
      if (end > 0 && status.substring(0, end).contains(part)) {
        return Optional.of(status);
      }
    }
    return Optional.empty();
  }
}
