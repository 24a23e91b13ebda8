package dev.redline.listener.loss;

import java.util.Optional;

/** Reads the container statuses that Spark on Kubernetes appends to a reason. */
final class ContainerStatuses {
  private static final String CONTAINER = "container name: ";

  private ContainerStatuses() {}

  /**
   * The status of the container that ran the executor, if it is told and has ended: the one whose
   * name speaks of an executor or of Spark, else the only one.
   *
   * @param text a reason with its whitespace reduced
   */
  static Optional<String> ofExecutor(String text) {
    int start = text.indexOf(CONTAINER);
    if (start < 0) {
      return Optional.empty();
    }
    String[] statuses = text.substring(start + CONTAINER.length()).split(CONTAINER, -1);
    return named(statuses, "executor")
        .or(() -> named(statuses, "spark"))
        .or(() -> statuses.length == 1 ? Optional.of(statuses[0]) : Optional.empty())
        .filter(status -> status.contains("exit code: ") || status.contains("termination reason"));
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
